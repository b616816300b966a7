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

describe('an organisation about which there is more than any answer can hold', () => {
  const count = 1_200;
  const subject = subjects.company;
  const heavy = Array.from({ length: count }, (_, number) =>
    statement(`s${String(number).padStart(4, '0')}`, {
      ...{ subject, authority: long, documentNumber: long, title: long },
      ...(number % 3 === 0 ? { kind: 'LICENCE' as const, severity: null } : {}),
    }),
  );
  beforeEach(() => publishStatements(server.store, heavy, now));
  const ask = (args: string, fields: string) =>
    `{ creditReport(subject: "${subject}", purpose: LENDING, reference: "R") { __typename ... on CreditReport { noneFound
      statements(${args}) { totalCount pageInfo { hasNextPage hasPreviousPage endCursor } nodes { ${fields} } } } } }`;

  test('is told page by page, with the number of all', async () => {
    const { api } = await server.admit('ENTERPRISE');
    for (const [kind, total] of [
      ['', count],
      [', kind: LICENCE', count / 3],
    ] as const) {
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const place = after === null ? '' : `, after: "${after}"`;
        const { body } = await api.post(ask(`first: 300${kind}${place}`, whole));
        const { statements, noneFound } = body.data.creditReport;
        expect([statements.totalCount, statements.pageInfo.hasPreviousPage]).toEqual([total, after !== null]);
        expect(noneFound).toEqual(['HONOUR', 'DISHONESTY', 'ABNORMALITY', 'COMMITMENT']);
        seen.push(...statements.nodes.map(({ key }: { key: string }) => key));
        after = statements.pageInfo.hasNextPage ? statements.pageInfo.endCursor : null;
      } while (after !== null);
      expect([seen.length, new Set(seen).size]).toEqual([total, total]);
    }
    expect(await leaves(subject)).toBe(6);
  });

  test('is found where no statement is asked for, and refused unpaid for a page that is too large', async () => {
    const { api } = await server.admit('ENTERPRISE');
    const counted = `{ creditReport(subject: "${subject}", purpose: LENDING, reference: "R") { __typename ... on CreditReport { noneFound } } }`;
    expect((await api.post(counted)).body.data.creditReport).toEqual({
      __typename: 'CreditReport',
      noneFound: ['HONOUR', 'DISHONESTY', 'ABNORMALITY', 'COMMITMENT'],
    });
    const { codes: errors, body } = await api.post(ask('first: 1000', whole));
    expect(errors).toEqual(['TOO_LARGE']);
    expect(body.errors[0].message).toContain('for a smaller page (first)');
    expect(await leaves(subject)).toBe(1);
  });

  test('shows two pages of different kinds side by side as they are alone', async () => {
    const { api } = await server.admit('ENTERPRISE');
    const page = (args: string) => `statements(${args}) { totalCount pageInfo { hasNextPage } nodes { key } }`;
    const asked = (pages: string) =>
      `{ creditReport(subject: "${subject}", purpose: LENDING, reference: "R") { ... on CreditReport { ${pages} } } }`;
    const [all, some] = ['first: 7', 'first: 5, kind: LICENCE'];
    const both = (await api.post(asked(`a: ${page(all)} b: ${page(some)}`))).body.data.creditReport;
    const alone = async (args: string) => (await api.post(asked(page(args)))).body.data.creditReport.statements;
    expect(both).toEqual({ a: await alone(all), b: await alone(some) });
    expect(both.b.nodes.map(({ key }: { key: string }) => key)).toEqual(['s0000', 's0003', 's0006', 's0009', 's0012']);
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

  test('when no evidence can be left of what an authority read beside it: without that', async () => {
    const { api } = await server.admit('GOVERNMENT');
    const { evidence } = server.store;
    const charge = evidence.charge;
    const beside =
      'houses(first: 1) { nodes { code rented } } catalogue { register } again: houses(first: 1) { totalCount }';
    const asked = `${query.slice(0, -1)} ${beside} }`;
    const before = (await api.post(asked)).body;
    expect(before.extensions.receipt.id).toMatch(/^[0-9a-f]{44}$/);
    vi.spyOn(evidence, 'charge').mockImplementation(async (wish) => {
      if (wish.spends.length > 0) return charge(wish);
      throw Object.assign(new Error('the log is away'), { name: 'ThrottlingException' });
    });
    const { status, body, codes: errors } = await api.post(asked);
    expect([status, errors]).toEqual([200, ['UNAVAILABLE', 'UNAVAILABLE']]);
    expect(body.errors.map(({ path }: { path: string[] }) => path)).toEqual([['houses'], ['again']]);
    expect(body.data).toMatchObject({ houses: null, again: null, catalogue: before.data.catalogue });
    expect(body.data.creditReport.statements.totalCount).toBe(1);
    expect(body.extensions).not.toHaveProperty('receipt');
    expect((await api.post('{ houses(first: 1) { nodes { rented } } }')).status).toBe(503);
    vi.restoreAllMocks();
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
