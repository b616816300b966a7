import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { advanceLog } from '../../functions/evidence/advance-log.ts';
import { checkOpenings, type LeafField } from '../../schema/evidence/leaf-openings.ts';
import { checkReceipt } from '../../schema/evidence/receipt.ts';
import { statement, subjects } from '../builders/credit-rows.ts';
import type { ApiClient } from '../harness/client.ts';
import { publishStatements } from '../harness/credit-store.ts';
import { type TestServer, testServer } from '../harness/server.ts';
import { type ShownReceipt, shownBy } from '../harness/shown-by.ts';
import { testSigner } from './log-on-disk.ts';

const noon = Date.parse('2026-06-01T04:00:00Z');
const receipt = 'receipt { id leafHash openings { leaf fields { field value salt commitment } } }';
const query = `query ($reference: String) {
  creditReport(subject: "${subjects.company}", purpose: LENDING, reference: $reference) { ... on CreditReport { ${receipt} } } }`;
const log = `{ creditQueryLog(subject: "${subjects.company}", first: 1) { nodes { ${receipt} } } }`;
const byId = `query ($id: ID!) { receipt(id: $id) { id leafHash index checkpoint inclusionProof issuedAt openings { leaf fields { field value salt commitment } } } }`;

let server: TestServer;
beforeAll(async () => {
  server = await testServer({ clock: () => noon });
  await publishStatements(server.store, [statement('penalty', { decidedOn: '2026-05-10' })], noon);
});
afterAll(async () => server[Symbol.asyncDispose]());

const asked = async (api: ApiClient): Promise<ShownReceipt> =>
  (await api.post(query, { reference: 'Tender 7' })).body.data.creditReport.receipt;
const receiptFor = async (api: ApiClient, id: string): Promise<ShownReceipt> =>
  (await api.post(byId, { id })).body.data.receipt;

const queried = { subject: subjects.company, purpose: 'LENDING', kind: 'CREDIT_QUERY', at: '2026-06-01T04:00:00.000Z' };

describe('the openings of a credit query', () => {
  test('are given whole to its client, in the answer and later by the id, and to no other client', async () => {
    const own = await server.admit('ENTERPRISE');
    const whole = {
      ...queried,
      reference: 'Tender 7',
      tier: 'ENTERPRISE',
      client: own.client.id,
      caller: 'A ENTERPRISE',
    };
    const answer = await asked(own.api);
    expect(shownBy(answer)).toEqual(whole);
    expect(shownBy(await receiptFor(own.api, answer.id))).toEqual(whole);
    const others = await Promise.all([
      server.admit('ENTERPRISE'),
      server.admit('GOVERNMENT'),
      server.admit('REGISTERED', subjects.body),
    ]);
    for (const api of [server.api, ...others.map((other) => other.api)]) {
      const found = await receiptFor(api, answer.id);
      expect(found).toMatchObject({ id: answer.id, openings: null });
      expect(JSON.stringify(found)).not.toContain('Tender');
    }
  });

  test('are given to a caller without a key in the answer itself, and to nobody without a key afterwards', async () => {
    const answer = await asked(server.api);
    expect(shownBy(answer)).toEqual({ ...queried, reference: 'Tender 7', tier: 'PUBLIC', client: null, caller: null });
    for (const { api } of [server, await server.admit('REGISTERED'), await server.admit('GOVERNMENT')])
      expect((await receiptFor(api, answer.id)).openings).toBe(null);
  });

  test('are given to the organisation asked about as far as its log goes: neither the matter nor the id of the client', async () => {
    const own = await server.admit('REGISTERED', subjects.company);
    const enterprise = await server.admit('ENTERPRISE');
    const { id } = await asked(enterprise.api);
    const [inLog] = (await own.api.post(log)).body.data.creditQueryLog.nodes;
    for (const shown of [inLog.receipt, await receiptFor(own.api, inLog.receipt.id)]) {
      const names = ['at', 'caller', 'kind', 'purpose', 'subject', 'tier'];
      expect(Object.keys(shownBy(shown)).sort()).toEqual(names);
      expect(shown.openings.fields).toHaveLength(8);
      const text = JSON.stringify(shown);
      for (const hidden of ['Tender', enterprise.client.id]) expect(text).not.toContain(hidden);
    }
    expect(shownBy(await receiptFor(own.api, id))).toEqual({ ...queried, tier: 'ENTERPRISE', caller: 'A ENTERPRISE' });
  });
});

test('the openings of a publication are given to authorities, and to no other tier', async () => {
  const list = `{ publicationReceipts(first: 10) { totalCount nodes { ${receipt.slice(10, -1)} } } }`;
  const authority = await server.admit('GOVERNMENT');
  const { totalCount, nodes } = (await authority.api.post(list)).body.data.publicationReceipts;
  expect([totalCount, nodes.length]).toEqual([1, 1]);
  expect(shownBy(nodes[0])).toMatchObject({ kind: 'PUBLICATION', register: 'CREDIT' });
  const { id } = nodes[0];
  for (const { api } of [server, await server.admit('ENTERPRISE')])
    expect((await api.post(list)).codes).toEqual(['FORBIDDEN']);
  expect(shownBy(await receiptFor(authority.api, id))).toMatchObject({
    kind: 'PUBLICATION',
    register: 'CREDIT',
    sourceHash: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  for (const { api } of [server, await server.admit('REGISTERED', subjects.company), await server.admit('ENTERPRISE')])
    expect(await receiptFor(api, id)).toMatchObject({ id, openings: null });
});

describe('openings that were changed', () => {
  let shown: ShownReceipt;
  beforeAll(async () => {
    const own = await server.admit('ENTERPRISE');
    const { id } = await asked(own.api);
    await advanceLog({ ...server.store, signers: [testSigner] });
    shown = await receiptFor(own.api, id);
    expect(checkReceipt(shown, [testSigner])).toMatchObject({ ok: true });
  });

  const zeros = Buffer.alloc(32).toString('base64');
  test.each<[string, (one: LeafField) => LeafField, string]>([
    ['a wrong salt', (one) => ({ ...one, salt: zeros }), '(purpose) must be what its commitment says'],
    ['another value', (one) => ({ ...one, value: '"SELF"' }), '(purpose) must be what its commitment says'],
    ['another name', (one) => ({ ...one, field: 'subject' }), '(subject) must be what its commitment says'],
    ['another commitment', (one) => ({ ...one, commitment: zeros }), '(purpose) must be what its commitment says'],
    ['a value that is no JSON', (one) => ({ ...one, value: 'SELF' }), '(purpose) must have JSON as its value'],
    ['no salt', (one) => ({ ...one, salt: null }), '(purpose) must have value and salt'],
    ['a salt that is too short', (one) => ({ ...one, salt: 'AAAA' }), '"fields.4.salt" must be as in a receipt'],
    [
      'a closed field of another commitment',
      () => ({ field: null, value: null, salt: null, commitment: zeros }),
      '"commitment" of all fields must make what the leaf seals',
    ],
  ])('by %s are refused by name', (_, change, reason) => {
    const { openings, leafHash } = shown;
    const fields = openings?.fields.map((one) => (one.field === 'purpose' ? change(one) : one));
    expect(fields).not.toEqual(openings?.fields);
    expect(checkOpenings({ ...openings, fields }, leafHash)).toMatchObject({
      ok: false,
      reason: expect.stringContaining(reason),
    });
  });

  test('of another leaf are refused, and closing a field is no change', () => {
    const { openings, leafHash } = shown;
    const leaf = openings?.leaf.replace('"v":1', '"v":2');
    expect(checkOpenings({ ...openings, leaf }, leafHash)).toMatchObject({ ok: false });
    expect(checkOpenings(openings, zeros)).toMatchObject({
      reason: 'openings: "leaf" must have the hash "leafHash", has another',
    });
    expect(checkOpenings({ ...openings, leaf: ' '.repeat(400) }, leafHash)).toMatchObject({ ok: false });
    const closed = openings?.fields.map((one) => ({ ...one, field: null, value: null, salt: null }));
    expect(checkOpenings({ ...openings, fields: closed }, leafHash)).toEqual({ ok: true, value: [] });
  });
});
