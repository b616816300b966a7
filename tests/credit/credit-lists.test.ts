import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { chunksOf } from '../../functions/store/chunks-of.ts';
import { statement, subjects } from '../builders/credit-rows.ts';
import { withCreditCheck } from '../codes/generated-credit-codes.ts';
import { publishStatements } from '../harness/credit-store.ts';
import { type TestServer, testServer } from '../harness/server.ts';

let now = 0;
let server: TestServer;
beforeEach(async () => {
  now = Date.parse('2026-06-01T04:00:00Z');
  server = await testServer({ clock: () => now });
  await publishStatements(server.store, [statement('a'), statement('b', { subject: subjects.body })], now);
});
afterEach(async () => server[Symbol.asyncDispose]());

const codes = (count: number) =>
  Array.from({ length: count }, (_, place) => withCreditCheck(`91440300MA5${String(place).padStart(5, '0')}X`));

describe('creditReports', () => {
  const reports = `query ($subjects: [CreditCode!]!, $reference: String) {
    creditReports(subjects: $subjects, purpose: LENDING, reference: $reference) {
      __typename ... on CreditReport { subject statements { nodes { key } } } ... on CreditNotFound { subject } ... on CreditRefused { subject reason } } }`;

  test('answers about each in its order, and leaves evidence of each', async () => {
    const { api, client } = await server.admit('ENTERPRISE');
    const wanted = [...codes(58), subjects.company, ...codes(99).slice(58), subjects.body].slice(0, 100);
    const { body } = await api.post(reports, { subjects: wanted, reference: 'Portfolio' });
    expect(body.data.creditReports.map(({ subject }: { subject: string }) => subject)).toEqual(wanted);
    expect(body.data.creditReports[58]).toMatchObject({
      __typename: 'CreditReport',
      statements: { nodes: [{ key: 'a' }] },
    });
    for (const subject of [wanted[0], wanted[99]]) {
      const [leaf, ...more] = await server.store.evidence.topic(`subject ${subject}`, { before: null, limit: 5 });
      expect(more).toEqual([]);
      expect(leaf?.opening).toContain(client.id);
    }
  });

  test('in parts of 45, each answered or refused as a whole, undebited', async () => {
    await using small = await testServer({ clock: () => now, creditPerDay: 60 });
    const { api } = await small.admit('ENTERPRISE');
    const { body } = await api.post(reports, { subjects: codes(100), reference: 'Portfolio' });
    const types = body.data.creditReports.map(({ __typename }: { __typename: string }) => __typename);
    expect(types).toEqual([
      ...Array(45).fill('CreditNotFound'),
      ...Array(45).fill('CreditRefused'),
      ...Array(10).fill('CreditNotFound'),
    ]);
    const left = await api.post('{ myAccess { limits { credit { remaining } } } }');
    expect(left.body.data.myAccess.limits.credit.remaining).toBe(5);
  });

  test.each([
    ['none', 'must be 1 to 100', []],
    ['101', 'must be 1 to 100', codes(101)],
    ['one twice', 'there twice', [codes(1)[0], codes(1)[0]]],
  ])('of %s is refused', async (_, message, list) => {
    const { api } = await server.admit('ENTERPRISE');
    const { body, codes: errors } = await api.post(reports, { subjects: list, reference: 'Portfolio' });
    expect(errors).toEqual(['BAD_ARGUMENT']);
    expect(body.errors[0].message).toContain(message);
  });

  test('is closed to lower tiers', async () => {
    for (const { api } of [server, await server.admit('REGISTERED')])
      expect((await api.post(reports, { subjects: [subjects.company] })).codes).toEqual(['FORBIDDEN']);
  });
});

describe('creditQueryLog', () => {
  const log = `query ($subject: CreditCode!, $first: Int, $after: String) {
    creditQueryLog(subject: $subject, first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { at purpose tier caller } } }`;
  const query = `query ($purpose: CreditPurpose!) { creditReport(subject: "${subjects.company}", purpose: $purpose, reference: "R") { __typename } }`;

  test('tells the subject who asked, when and why, newest first; and nobody else', async () => {
    const enterprise = await server.admit('ENTERPRISE');
    const own = await server.admit('REGISTERED', subjects.company);
    await server.api.post(query, { purpose: 'CONTRACT' });
    now += 1000;
    await enterprise.api.post(query, { purpose: 'LENDING' });
    now += 1000;
    await own.api.post(query, { purpose: 'SELF' });
    const { body } = await own.api.post(log, { subject: subjects.company });
    expect(body.data.creditQueryLog).toMatchObject({
      totalCount: 3,
      nodes: [
        { at: '2026-06-01T04:00:02.000Z', purpose: 'SELF', tier: 'REGISTERED', caller: 'A REGISTERED' },
        { at: '2026-06-01T04:00:01.000Z', purpose: 'LENDING', tier: 'ENTERPRISE', caller: 'A ENTERPRISE' },
        { at: '2026-06-01T04:00:00.000Z', purpose: 'CONTRACT', tier: 'PUBLIC', caller: null },
      ],
    });
    for (const [api, code] of [
      [server.api, 'FORBIDDEN'],
      [enterprise.api, 'FORBIDDEN'],
      [(await server.admit('GOVERNMENT')).api, 'FORBIDDEN'],
      [(await server.admit('REGISTERED', subjects.body)).api, 'FORBIDDEN'],
    ] as const)
      expect((await api.post(log, { subject: subjects.company })).codes).toEqual([code]);
  });

  test.each([
    ['nodes { at } pageInfo { hasNextPage }', 0],
    ['totalCount @skip(if: true) nodes { at }', 0],
    ['nodes { at } ...Part', 1],
  ])('is counted only where the count is asked for: %s', async (selected, times) => {
    const own = await server.admit('REGISTERED', subjects.company);
    const counting = vi.spyOn(server.store.evidence, 'topicSize');
    const part = times === 0 ? '' : 'fragment Part on CreditQueryConnection { all: totalCount }';
    const asked = await own.api.post(`{ creditQueryLog(subject: "${subjects.company}") { ${selected} } } ${part}`);
    expect([asked.codes, counting.mock.calls.length]).toEqual([[], times]);
    counting.mockRestore();
  });

  test('pages without missing or repeating one, while more come', async () => {
    const own = await server.admit('REGISTERED', subjects.company);
    for (let count = 0; count < 5; count++) {
      await server.api.post(query, { purpose: 'CONTRACT' });
      now += 1000;
    }
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { body } = await own.api.post(log, { subject: subjects.company, first: 2, after });
      const { nodes, pageInfo } = body.data.creditQueryLog;
      seen.push(...nodes.map(({ at }: { at: string }) => at));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      await server.api.post(query, { purpose: 'CONTRACT' });
      now += 1000;
    } while (after !== null);
    expect(seen).toEqual([4, 3, 2, 1, 0].map((second) => `2026-06-01T04:00:0${second}.000Z`));
  });
});

describe('watching', () => {
  const change = (name: string) =>
    `mutation ($subjects: [CreditCode!]!) { ${name}(subjects: $subjects) { count subjects } }`;
  const changes = `query ($since: Int!, $first: Int, $after: String) {
    creditChanges(since: $since, first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { seq at subject statement { key title } } } }`;

  test('keeps a list for each client, and tells what is new on it', async () => {
    const [one, other] = [await server.admit('ENTERPRISE'), await server.admit('ENTERPRISE')];
    const watched = await one.api.post(change('watch'), {
      subjects: [subjects.company, subjects.body, subjects.company],
    });
    expect(watched.body.data.watch).toEqual({ count: 2, subjects: [subjects.body, subjects.company] });
    const first = (await one.api.post(changes, { since: 0 })).body.data.creditChanges;
    expect(first.nodes.map(({ statement: { key } }: { statement: { key: string } }) => key)).toEqual(['a', 'b']);
    expect((await other.api.post(changes, { since: 0 })).body.data.creditChanges).toMatchObject({
      totalCount: 0,
      nodes: [],
    });
    const since = first.nodes[1].seq;
    now += 60_000;
    await publishStatements(
      server.store,
      [
        statement('a', { title: 'Corrected' }),
        statement('b', { subject: subjects.body }),
        statement('c', { subject: subjects.body, decidedOn: '2020-01-01' }),
      ],
      now,
    );
    const next = (await one.api.post(changes, { since })).body.data.creditChanges;
    expect(next).toMatchObject({
      totalCount: 1,
      nodes: [
        {
          seq: since + 60,
          at: '2026-06-01T04:01:00.000Z',
          subject: subjects.company,
          statement: { key: 'a', title: 'Corrected' },
        },
      ],
    });
    const gone = await one.api.post(change('unwatch'), { subjects: [subjects.company] });
    expect(gone.body.data.unwatch).toEqual({ count: 1, subjects: [subjects.body] });
    expect((await one.api.post(changes, { since })).body.data.creditChanges.totalCount).toBe(0);
  });

  test('tells nothing of what is over: not by a change, a count, a number or a place', async () => {
    const answers: string[] = [];
    for (const hidden of [
      [],
      [
        statement('over', { decidedOn: '2020-01-01' }),
        statement('repaired', { decidedOn: '2026-01-01', repairedOn: '2026-01-02' }),
      ],
    ]) {
      await using twin = await testServer({ clock: () => now });
      if (hidden.length > 0) await publishStatements(twin.store, hidden, now - 5_000);
      await publishStatements(twin.store, [...hidden, statement('a'), statement('b')], now);
      const { api } = await twin.admit('ENTERPRISE');
      await api.post(change('watch'), { subjects: [subjects.company] });
      const page = await api.post(changes, { since: 0, first: 1 });
      const { endCursor } = page.body.data.creditChanges.pageInfo;
      const rest = await api.post(changes, { since: 0, first: 1, after: endCursor });
      answers.push(page.text + rest.text);
    }
    expect(answers[0]).toBe(answers[1]);
  });

  test('a page is a query about each organisation on it: paid, and seen by the subject', async () => {
    const { api } = await server.admit('ENTERPRISE');
    await api.post(change('watch'), { subjects: [subjects.company, subjects.other] });
    await api.post(changes, { since: 0 });
    const left = await api.post('{ myAccess { limits { credit { perDay remaining } } } }');
    expect(left.body.data.myAccess.limits.credit).toEqual({ perDay: 20_000, remaining: 19_999 });
    const own = await server.admit('REGISTERED', subjects.company);
    const { body } = await own.api.post(
      `{ creditQueryLog(subject: "${subjects.company}") { nodes { purpose caller } } }`,
    );
    expect(body.data.creditQueryLog.nodes).toEqual([{ purpose: null, caller: 'A ENTERPRISE' }]);
  });

  test('that nothing is new is a query too: one is paid, with evidence that names no subject', async () => {
    const { api, client } = await server.admit('ENTERPRISE');
    const charges = vi.spyOn(server.store.evidence, 'charge');
    const left = async () => {
      const { body } = await api.post('{ myAccess { limits { credit { remaining } } } }');
      return body.data.myAccess.limits.credit.remaining;
    };
    const empty = async () => (await api.post(changes, { since: 2_000_000_000 })).body.data.creditChanges;
    expect(await empty()).toMatchObject({ totalCount: 0, nodes: [] });
    expect([await left(), charges.mock.calls.length]).toEqual([20_000, 0]); // nobody is watched, nobody was asked about
    await api.post(change('watch'), { subjects: [subjects.company, subjects.other, subjects.body] });
    expect(await empty()).toMatchObject({ totalCount: 0, nodes: [] });
    expect(await left()).toBe(19_999);
    const [charge] = charges.mock.lastCall ?? [];
    charges.mockRestore();
    expect(charge?.leaves).toHaveLength(1);
    expect(charge?.leaves[0]).toMatchObject({ topic: null });
    const { fields } = JSON.parse(charge?.leaves[0]?.opening ?? '{}');
    expect(fields).toMatchObject({ kind: 'CREDIT_QUERY', subject: null, purpose: null, client: client.id });
    const stored = await server.store.evidence.leaf(charge?.leaves[0]?.id ?? '');
    expect(stored?.leaf).toBe(charge?.leaves[0]?.leaf);
    for (const subject of [subjects.company, subjects.other, subjects.body])
      expect(await server.store.evidence.topicSize(`subject ${subject}`)).toBe(0);
  });

  test('a page that shows nothing is refused when the quota is gone, and leaves no leaf then', async () => {
    await using small = await testServer({ clock: () => now, creditPerDay: 1 });
    const { api } = await small.admit('ENTERPRISE');
    await api.post(change('watch'), { subjects: [subjects.company] });
    expect((await api.post(changes, { since: 0 })).codes).toEqual([]);
    const charges = vi.spyOn(small.store.evidence, 'charge');
    expect((await api.post(changes, { since: 0 })).codes).toEqual(['RATE_LIMITED']);
    const [charge] = charges.mock.lastCall ?? [];
    expect(await small.store.evidence.leaf(charge?.leaves[0]?.id ?? '')).toBe(null);
  });

  test('a page that is not the whole counts nothing beyond what it shows and is paid for', async () => {
    const { api } = await server.admit('ENTERPRISE');
    await api.post(change('watch'), { subjects: [subjects.company, subjects.body] });
    const page = (await api.post(changes, { since: 0, first: 1 })).body.data.creditChanges;
    expect(page).toMatchObject({ totalCount: null, nodes: [{}], pageInfo: { hasNextPage: true } });
    const after = page.pageInfo.endCursor;
    expect((await api.post(changes, { since: 0, first: 9, after })).body.data.creditChanges.totalCount).toBe(null);
    expect((await api.post(changes, { since: 0, first: 9 })).body.data.creditChanges.totalCount).toBe(2);
  });

  test('holds a thousand organisations at most, however many requests add to it at once', async () => {
    const { api, client } = await server.admit('ENTERPRISE');
    const parts = chunksOf(codes(2_000), 100);
    const answers = await Promise.all(parts.map((part) => api.post(change('watch'), { subjects: part })));
    const refused = answers.filter(({ codes: errors }) => errors.length > 0);
    expect(refused).toHaveLength(10);
    for (const { body } of refused)
      expect(body.errors[0].message).toContain('all together must be at most 1000, would be 1100');
    expect(await server.store.watches.list(client.id)).toHaveLength(1_000);
  });

  test('is bounded, and closed to lower tiers', async () => {
    const { api } = await server.admit('ENTERPRISE');
    expect((await api.post(change('watch'), { subjects: codes(101) })).codes).toEqual(['BAD_ARGUMENT']);
    expect((await api.post(change('watch'), { subjects: [] })).codes).toEqual(['BAD_ARGUMENT']);
    for (const name of ['watch', 'unwatch'])
      for (const lower of [server.api, (await server.admit('REGISTERED')).api])
        expect((await lower.post(change(name), { subjects: [subjects.company] })).codes).toEqual(['FORBIDDEN']);
    expect((await server.api.get(change('watch'))).status).not.toBe(200);
  });
});
