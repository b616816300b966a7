import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { statement, subjects } from '../builders/credit-rows.ts';
import { withCreditCheck } from '../codes/generated-credit-codes.ts';
import type { ApiClient } from '../harness/client.ts';
import { publishStatements } from '../harness/credit-store.ts';
import { type TestServer, testServer } from '../harness/server.ts';

const now = Date.parse('2026-06-01T04:00:00Z');
const long = '长'.repeat(500);
const codes = Array.from({ length: 9 }, (_, place) => withCreditCheck(`91440300MA5${String(place).padStart(5, '0')}X`));
/** Some 5 KB each, of which most may stand in no column for long texts. */
const longStatements = codes.flatMap((subject, place) =>
  Array.from({ length: 120 }, (_, number) =>
    statement(`s${place}-${number}`, { subject, authority: long, documentNumber: long, title: long }),
  ),
);

let server: TestServer;
beforeEach(async () => {
  server = await testServer({ clock: () => now });
});
afterEach(async () => server[Symbol.asyncDispose]());

const list = (fields: string) => `statements(first: 1000) { totalCount nodes { ${fields} } }`;
const whole = 'key kind authority documentNumber title decidedOn publicUntil';
const reports = (selected: string) => `query ($subjects: [CreditCode!]!) {
  creditReports(subjects: $subjects, purpose: LENDING, reference: "R") { __typename ... on CreditReport { ${selected} } } }`;
const remaining = async (api: ApiClient) =>
  (await api.post('{ myAccess { limits { credit { remaining } } } }')).body.data.myAccess.limits.credit.remaining;
const leaves = async (subject: string) => server.store.evidence.topicSize(`subject ${subject}`);

describe('what an answer cannot hold', () => {
  beforeEach(() => publishStatements(server.store, longStatements, now));

  test.each([
    ['nine organisations of 120 long statements', reports(list(whole)), 9, 0],
    ['eight of them', reports(list(whole)), 8, 8],
    ['all of it four times over', reports([1, 2, 3, 4].map((place) => `a${place}: ${list(whole)}`).join(' ')), 3, 0],
    [
      'a title under three names, and each in two lists',
      reports(
        `statements(first: 1000) { nodes { title a: title b: title } edges { node { title a: title b: title } } }`,
      ),
      3,
      0,
    ],
    ['little of each', reports(list('key')), 8, 8],
  ])('is refused before it is paid, as %s', async (_, query, count, paid) => {
    const { api } = await server.admit('ENTERPRISE');
    const { body, codes: errors, text } = await api.post(query, { subjects: codes.slice(0, count) });
    expect(errors).toEqual(paid === 0 ? ['TOO_LARGE'] : []);
    if (paid === 0)
      expect(body.errors[0].message).toMatch(/^Cannot answer with \d+ statements of \d+ bytes: .*nothing was paid$/);
    expect(text.length).toBeLessThan(5_500_000);
    expect(await remaining(api)).toBe(20_000 - paid);
    expect(await leaves(codes[0] ?? '')).toBe(paid === 0 ? 0 : 1);
  });

  test('ends a page of changes early, and is paid for what is on it', async () => {
    const { api } = await server.admit('ENTERPRISE');
    await api.post('mutation ($subjects: [CreditCode!]!) { watch(subjects: $subjects) { count } }', {
      subjects: codes,
    });
    const changes = `query ($after: String) { creditChanges(since: 0, first: 1000, after: $after) { pageInfo { hasNextPage endCursor } nodes { subject statement { ${whole} } } } }`;
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { body, text } = await api.post(changes, { after });
      expect(Buffer.byteLength(text)).toBeLessThan(5_500_000);
      const { nodes, pageInfo } = body.data.creditChanges;
      seen.push(...nodes.map((node: { statement: { key: string } }) => node.statement.key));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
    expect(new Set(seen).size).toBe(longStatements.length);
    expect(seen.length).toBe(longStatements.length);
  });

  test('beside a query that was paid is left out: the query is answered', async () => {
    const { api } = await server.admit('ENTERPRISE');
    const names = Array.from({ length: 30 }, (_, place) => `n${place}${'x'.repeat(1500)}: code`).join(' ');
    const big = Array.from({ length: 20 }, (_, place) => `g${place}: grids(first: 1000) { ...G }`).join(' ');
    const asked = `creditReports(subjects: ${JSON.stringify(codes.slice(0, 8))}, purpose: LENDING, reference: "R") { ... on CreditReport { ${list(whole)} } }`;
    const query = `{ ${asked} ${big} } fragment G on GridConnection { nodes { ${names} } }`;
    const { status, body, codes: errors } = await api.post(query);
    expect(status).toBe(200);
    expect(new Set(errors)).toEqual(new Set(['TOO_LARGE']));
    expect(body.data.g0).toBe(null);
    expect(body.data.creditReports[7].statements.nodes).toHaveLength(120);
    expect(await remaining(api)).toBe(20_000 - 8);
  });
});

describe('a query that was paid is answered', () => {
  const receipt =
    'receipt { id leafHash issuedAt index checkpoint inclusionProof openings { fields { field value } } }';
  const query = `{ creditReport(subject: "${subjects.company}", purpose: CONTRACT) { __typename ... on CreditReport { statements { totalCount } ${receipt} } } }`;
  beforeEach(() => publishStatements(server.store, [statement('a')], now));

  test('when its leaf cannot be read back: the receipt needs no reading', async () => {
    const gone = async () => {
      throw Object.assign(new Error('the log is away'), { name: 'ThrottlingException' });
    };
    const { evidence } = server.store;
    const away = [vi.spyOn(evidence, 'leaf'), vi.spyOn(evidence, 'shown')].map((spy) => spy.mockImplementation(gone));
    const { status, body } = await server.api.post(query);
    expect([status, body.errors]).toEqual([200, undefined]);
    const shown = body.data.creditReport;
    expect(shown.statements.totalCount).toBe(1);
    for (const spy of away) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
    const { leafHash, issuedAt } = (
      await server.api.post(`{ receipt(id: "${shown.receipt.id}") { leafHash issuedAt } }`)
    ).body.data.receipt;
    expect(shown.receipt).toMatchObject({ leafHash, issuedAt, index: null, checkpoint: null, inclusionProof: null });
    expect(shown.receipt.openings.fields).toContainEqual({ field: 'purpose', value: '"CONTRACT"' });
  });

  test('when the store is away for what stands beside it: that is null, with the error, and no promise for another try', async () => {
    vi.spyOn(server.store.limits, 'spend').mockImplementation(async () => {
      throw Object.assign(new Error('away'), { name: 'ThrottlingException' });
    });
    const {
      status,
      body,
      headers,
      codes: errors,
    } = await server.api.post(`${query.slice(0, -1)} myAccess { limits { credit { remaining } } } }`);
    expect([status, errors, headers.get('retry-after')]).toEqual([200, ['UNAVAILABLE'], null]);
    expect(body.data.creditReport.statements.totalCount).toBe(1);
    expect(body.data.myAccess.limits.credit).toBe(null);
    vi.restoreAllMocks();
  });
});
