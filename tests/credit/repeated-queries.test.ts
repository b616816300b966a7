import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../functions/local/temporary-folder.ts';
import { connect } from '../../functions/store/dynamodb/connect.ts';
import { openDynamodbStore } from '../../functions/store/dynamodb/open-dynamodb-store.ts';
import { createTables } from '../../functions/store/dynamodb/tables.ts';
import { folderObjects } from '../../functions/store/folder-objects.ts';
import type { Store } from '../../schema/ports.ts';
import type { CreditPort } from '../../schema/registers/credit/credit-port.ts';
import { statement, subjects } from '../builders/credit-rows.ts';
import { withCreditCheck } from '../codes/generated-credit-codes.ts';
import type { ApiClient } from '../harness/client.ts';
import { publishStatements } from '../harness/credit-store.ts';
import { type DynamodbEngine, dynoxideEngine } from '../harness/dynamodb-engine.ts';
import { type TestServer, testServer } from '../harness/server.ts';

const start = Date.parse('2026-06-01T04:00:00Z');
const hour = 3_600_000;
const perDay = 200;
const query = (selected: string) =>
  `{ creditReport(subject: "${subjects.company}", purpose: CONTRACT, reference: "R") { __typename ... on CreditReport { ${selected} receipt { id leafHash issuedAt openings { fields { field value } } } } } }`;
const report = query('statements { nodes { key } }');
const named = (key: string) => ({ 'idempotency-key': key });
const many = Array.from({ length: 100 }, (_, place) =>
  withCreditCheck(`91440300MA5${String(place).padStart(5, '0')}X`),
);

const choice = dynoxideEngine();
const stores = ['SQLite', ...('missing' in choice ? [] : [choice.name])];
if ('missing' in choice) test.skip(`repeated queries are not tested on dynoxide: ${choice.missing}`);

describe.each(stores)('a query that is asked again under its name, on %s', (name) => {
  let engine: DynamodbEngine | null = null;
  let opened = 0;
  let server: TestServer;
  let store: Store;
  let now = start;
  let broken: ((credit: CreditPort) => Promise<never>) | null = null;
  let charges = 0;
  let failing: number | null = null;
  const endings: (() => unknown)[] = [];

  beforeAll(async () => {
    if (name !== 'SQLite' && !('missing' in choice)) engine = await choice.start();
  });
  afterAll(() => engine?.stop());
  beforeEach(async () => {
    now = start;
    [broken, failing, charges] = [null, null, 0];
    const own = engine === null ? null : await dynamodbStore(engine);
    server = await testServer({
      clock: () => now,
      creditPerDay: perDay,
      credit: own === null ? {} : { ...own, evidence: counted(own.evidence) },
      remote: (credit) => ({
        ...credit,
        reports: async (question) => {
          const outcomes = await credit.reports(question);
          return broken === null ? outcomes : broken(credit);
        },
      }),
    });
    store = { ...server.store, ...own };
    if (own === null) Object.assign(server.store.evidence, counted({ ...server.store.evidence }));
    await publishStatements(store, [statement('a')], start);
  });
  afterEach(async () => {
    await server[Symbol.asyncDispose]();
    for (const end of endings.splice(0).reverse()) await end();
  });

  async function dynamodbStore({ endpoint }: DynamodbEngine): Promise<Store> {
    const connection = connect(endpoint, `repeated-${opened++}-`);
    await createTables(connection);
    const folder = temporaryFolder();
    endings.push(() => folder[Symbol.asyncDispose]());
    const own = openDynamodbStore(connection, folderObjects(folder.path), () => now);
    endings.push(own.close);
    return own;
  }

  function counted(evidence: Store['evidence']): Store['evidence'] {
    return {
      ...evidence,
      charge: async (charge) => {
        charges += 1;
        if (charges === failing) throw Object.assign(new Error('the log is away'), { name: 'ThrottlingException' });
        return evidence.charge(charge);
      },
    };
  }

  const left = async (api: ApiClient) =>
    (await api.post('{ myAccess { limits { credit { remaining } } } }')).body.data.myAccess.limits.credit.remaining;
  const leaves = (subject: string = subjects.company) => store.evidence.topicSize(`subject ${subject}`);

  test('is answered as of now, with the receipt of then, and paid once', async () => {
    const { api } = await server.admit('ENTERPRISE');
    const key = named(`"${randomUUID()}"`);
    const first = (await api.post(report, {}, key)).body.data.creditReport;
    now += 2_000;
    await publishStatements(store, [statement('a'), statement('b')], now);
    now += 2_000;
    const again = (await api.post(query('asOf statements { nodes { key } }'), {}, key)).body.data.creditReport;
    expect(again.receipt).toEqual(first.receipt);
    expect(again.receipt.openings.fields).toContainEqual({ field: 'reference', value: '"R"' });
    expect([again.asOf, again.statements.nodes]).toEqual(['2026-06-01T04:00:04.000Z', [{ key: 'a' }, { key: 'b' }]]);
    expect([await left(api), await leaves()]).toEqual([perDay - 1, 1]);
    now += hour;
    expect((await api.post(report, {}, key)).body.data.creditReport.receipt.id).not.toBe(first.receipt.id);
    expect(await leaves()).toBe(2);
  });

  test('without a name is another query, and so it is under another name or for another caller', async () => {
    const [one, other] = [await server.admit('ENTERPRISE'), await server.admit('ENTERPRISE')];
    const key = named('mine');
    for (const ask of [
      () => one.api.post(report),
      () => one.api.post(report),
      () => one.api.post(report, {}, key),
      () => one.api.post(report, {}, named('mine-too')),
      () => other.api.post(report, {}, key),
      () => server.api.post(report, {}, key),
      () => server.api.post(report, {}, key),
    ])
      await ask();
    expect([await leaves(), await left(one.api), await left(other.api)]).toEqual([6, perDay - 4, perDay - 1]);
  });

  test.each([
    ['another organisation', report.replace(subjects.company, subjects.other)],
    ['another purpose', report.replace('CONTRACT', 'LENDING')],
    ['another reference', report.replace('"R"', '"S"')],
    [
      'a batch',
      `{ creditReports(subjects: ["${subjects.company}", "${subjects.other}"], purpose: CONTRACT, reference: "R") { __typename } }`,
    ],
  ])('is refused for %s: nothing is answered or paid', async (_, question) => {
    const { api } = await server.admit('ENTERPRISE');
    await api.post(report, {}, named('mine'));
    const { body, codes } = await api.post(question, {}, named('mine'));
    expect([codes, body.data]).toEqual([['BAD_REQUEST'], null]);
    expect(body.errors[0].message).toMatch(/^Cannot take header Idempotency-Key: .*nothing was paid now$/);
    expect([await left(api), await leaves(), await leaves(subjects.other)]).toEqual([perDay - 1, 1, 0]);
  });

  test('is the way back from a reply that was lost after its charge', async () => {
    const { api } = await server.admit('ENTERPRISE');
    broken = async () => {
      throw Object.assign(new Error('lost'), { name: 'TimeoutError' });
    };
    const { status, headers } = await api.post(report, {}, named('mine'));
    expect([status, headers.get('retry-after'), await leaves()]).toEqual([503, '5', 1]);
    broken = null;
    expect((await api.post(report, {}, named('mine'))).body.data.creditReport.statements.nodes).toEqual([{ key: 'a' }]);
    expect([await left(api), await leaves()]).toEqual([perDay - 1, 1]);
  });

  test('pays of a batch what was not paid, and no more', async () => {
    const { api } = await server.admit('ENTERPRISE');
    const batch = `{ creditReports(subjects: ${JSON.stringify(many)}, purpose: LENDING, reference: "R") {
      __typename ... on CreditNotFound { receipt { id } } ... on CreditRefused { reason receipt { id } } } }`;
    failing = 2;
    const first = (await api.post(batch, {}, named('mine'))).body.data.creditReports;
    const reasons = first.map(({ reason }: { reason?: string }) => reason ?? null);
    expect(reasons).toEqual([...Array(45).fill(null), ...Array(45).fill('UNAVAILABLE'), ...Array(10).fill(null)]);
    const again = (await api.post(batch, {}, named('mine'))).body.data.creditReports;
    expect(again.every((one: { __typename: string }) => one.__typename === 'CreditNotFound')).toBe(true);
    for (const place of [0, 44, 90, 99]) expect(again[place]).toEqual(first[place]);
    expect([await left(api), await leaves(many[0]), await leaves(many[50]), await leaves(many[99])]).toEqual([
      perDay - 100,
      ...[1, 1, 1],
    ]);
  });

  test('is a page of changes no larger than what was paid for', async () => {
    const { api } = await server.admit('ENTERPRISE');
    await api.post('mutation ($subjects: [CreditCode!]!) { watch(subjects: $subjects) { count } }', {
      subjects: [subjects.company, subjects.other],
    });
    const changes = '{ creditChanges(since: 0) { pageInfo { hasNextPage } nodes { subject statement { key } } } }';
    const first = (await api.post(changes, {}, named('mine'))).body.data.creditChanges;
    expect(first.nodes).toHaveLength(1);
    now += 2_000;
    await publishStatements(store, [statement('a'), statement('z', { subject: subjects.other })], now);
    now += 2_000;
    const again = (await api.post(changes, {}, named('mine'))).body.data.creditChanges;
    expect(again).toEqual({ ...first, pageInfo: { hasNextPage: true } });
    expect([await left(api), await leaves(), await leaves(subjects.other)]).toEqual([perDay - 1, 1, 0]);
    expect((await api.post(changes)).body.data.creditChanges.nodes).toHaveLength(2);
  });

  test('is answered to a caller without a key, too, from the address that asked', async () => {
    const first = (await server.api.post(report, {}, named('mine'))).body.data.creditReport;
    expect((await server.api.post(report, {}, named('mine'))).body.data.creditReport).toEqual(first);
    expect(await leaves()).toBe(1);
  });
});

test.each(['', 'a b', '"', '""', 'one, two', 'x'.repeat(101)])(
  '"%s" names no query: the request is refused',
  async (key) => {
    await using server = await testServer({ clock: () => start });
    const { status, codes, body } = await server.api.post('{ __typename }', {}, named(key));
    expect([status, codes]).toEqual([400, ['BAD_REQUEST']]);
    expect(body.errors[0].message).toContain('must be 1 to 100 visible ASCII characters');
  },
);
