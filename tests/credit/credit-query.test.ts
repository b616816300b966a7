import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { statement, subjects } from '../builders/credit-rows.ts';
import { withCreditCheck } from '../codes/generated-credit-codes.ts';
import { residentIds } from '../codes/generated-persons.ts';
import type { ApiClient } from '../harness/client.ts';
import { publishStatements } from '../harness/credit-store.ts';
import { type ServerWish, type TestServer, testServer } from '../harness/server.ts';

const noon = Date.parse('2026-06-01T04:00:00Z');

const records = [
  statement('penalty', { decidedOn: '2026-05-10' }),
  statement('expired', { decidedOn: '2024-01-10' }),
  statement('repaired', { decidedOn: '2026-01-10', repairedOn: '2026-02-01' }),
  statement('withdrawn', { withdrawnOn: '2026-05-31' }),
  statement('licence', { kind: 'LICENCE', severity: null, validUntil: '2030-01-01' }),
  statement('body', { subject: subjects.body, kind: 'COMMITMENT', severity: null }),
  statement('trader', { subject: subjects.trader }),
  statement('association', { subject: subjects.association, kind: 'HONOUR', severity: null }),
];

const report = `query ($subject: CreditCode!, $purpose: CreditPurpose!, $reference: String, $kind: CreditKind, $first: Int, $after: String) {
  creditReport(subject: $subject, purpose: $purpose, reference: $reference) {
    __typename
    ... on CreditReport { subject asOf noneFound
      statements(first: $first, after: $after, kind: $kind) { totalCount pageInfo { hasNextPage endCursor } nodes { key kind severity authority documentNumber decidedOn validUntil repairedOn withdrawnOn title sourceUrl retrievedOn publicUntil isPublic } } }
    ... on CreditNotFound { subject asOf }
    ... on CreditRefused { subject asOf reason message }
  } }`;

/** A server with the statements above, at noon of 1 June 2026. */
async function creditServer(wish: ServerWish = {}): Promise<TestServer> {
  const server = await testServer({ clock: () => noon, ...wish });
  await publishStatements(server.store, records, noon);
  return server;
}

const ask = (api: ApiClient, subject: string, more: object = {}) =>
  api.post(report, { subject, purpose: 'CONTRACT', ...more });

describe('a credit query', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await creditServer();
  });
  afterAll(async () => server[Symbol.asyncDispose]());

  test('answers what may be shown, and says of which kinds there is nothing', async () => {
    const { status, body, headers } = await ask(server.api, subjects.company);
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    const { statements, ...rest } = body.data.creditReport;
    expect(rest).toEqual({
      __typename: 'CreditReport',
      subject: subjects.company,
      asOf: '2026-06-01T04:00:00.000Z',
      noneFound: ['HONOUR', 'DISHONESTY', 'ABNORMALITY', 'COMMITMENT'],
    });
    expect(statements.totalCount).toBe(2);
    const { id, ...penalty } = statement('penalty');
    expect(statements.nodes[0]).toEqual({
      ...penalty,
      key: id,
      subject: undefined,
      publicUntil: '2027-05-10',
      isPublic: true,
    });
    expect(statements.nodes[1]).toMatchObject({ key: 'licence', validUntil: '2030-01-01', publicUntil: null });
  });

  test('is answered about public bodies and social organisations too', async () => {
    for (const [subject, key] of [
      [subjects.body, 'body'],
      [subjects.association, 'association'],
    ] as const) {
      const { body } = await ask(server.api, subject);
      expect(body.data.creditReport.statements.nodes).toMatchObject([{ key }]);
    }
  });

  test('pages and chooses a kind', async () => {
    const first = (await ask(server.api, subjects.company, { first: 1 })).body.data.creditReport.statements;
    expect([first.nodes.length, first.pageInfo.hasNextPage]).toEqual([1, true]);
    const second = (await ask(server.api, subjects.company, { first: 1, after: first.pageInfo.endCursor })).body.data
      .creditReport.statements;
    expect([second.nodes[0].key, second.pageInfo.hasNextPage]).toEqual(['licence', false]);
    const licences = (await ask(server.api, subjects.company, { kind: 'LICENCE' })).body.data.creditReport.statements;
    expect(licences).toMatchObject({ totalCount: 1, nodes: [{ key: 'licence' }] });
    expect(
      (await ask(server.api, subjects.company, { kind: 'LICENCE', after: first.pageInfo.endCursor })).codes,
    ).toEqual(['BAD_CURSOR']);
  });

  test('about a code that nobody knows says so, as of when', async () => {
    const { body } = await ask(server.api, subjects.other);
    expect(body.data.creditReport).toEqual({
      __typename: 'CreditNotFound',
      subject: subjects.other,
      asOf: '2026-06-01T04:00:00.000Z',
    });
  });

  test('about a sole trader is refused to callers without a key by the code alone, and answered to others', async () => {
    const unknown = withCreditCheck('92440300MA5UNKNWA'.replace('U', 'W'));
    const answers = await Promise.all([ask(server.api, subjects.trader), ask(server.api, unknown)]);
    for (const { body } of answers)
      expect(body.data.creditReport).toMatchObject({ __typename: 'CreditRefused', reason: 'SOLE_TRADER' });
    const { api } = await server.admit('REGISTERED');
    expect((await ask(api, subjects.trader)).body.data.creditReport.statements.nodes).toMatchObject([
      { key: 'trader' },
    ]);
  });

  test('of an authority is answered with what is no longer shown, marked as such', async () => {
    const { api } = await server.admit('GOVERNMENT');
    const { nodes } = (await ask(api, subjects.company)).body.data.creditReport.statements;
    expect(nodes.map(({ key, isPublic }: { key: string; isPublic: boolean }) => [key, isPublic])).toEqual([
      ['expired', false],
      ['repaired', false],
      ['withdrawn', false],
      ['penalty', true],
      ['licence', true],
    ]);
  });

  test.each([
    [
      'a wrong code',
      { subject: '91350100M000100Y42' },
      'BAD_CODE',
      'character 18 must be the check character \\"3\\", is \\"2\\"',
    ],
    ['a short code', { subject: '9135' }, 'BAD_CODE', 'length must be 18, is 4'],
    ['an unknown purpose', { purpose: 'CURIOSITY' }, 'BAD_ARGUMENT', 'CURIOSITY'],
    ['no purpose', { purpose: null }, 'BAD_ARGUMENT', 'purpose'],
    ['a reference that is too long', { reference: 'x'.repeat(201) }, 'BAD_ARGUMENT', 'must have at most 200'],
    [
      'a reference with a mobile number',
      { reference: 'call 13912345678' },
      'BAD_ARGUMENT',
      'must hold no number of a person',
    ],
    ['a page too large', { first: 1001 }, 'BAD_ARGUMENT', 'must be 1 to 1000'],
  ])('with %s is refused with the place and what was wanted', async (_, variables, code, message) => {
    const { codes, text } = await ask(server.api, subjects.company, variables);
    expect(codes).toEqual([code]);
    expect(text).toContain(message);
    expect(text).not.toContain('13912345678');
  });

  test('whose page cannot be answered is neither paid nor logged', async () => {
    const { api } = await server.admit('ENTERPRISE');
    const own = await server.admit('REGISTERED', subjects.body);
    const log = async () => {
      const { body } = await own.api.post(`{ creditQueryLog(subject: "${subjects.body}") { totalCount } }`);
      return body.data.creditQueryLog.totalCount;
    };
    const before = await log();
    const reference = 'Tender 7';
    for (const [page, code] of [
      [{ first: 1001 }, 'BAD_ARGUMENT'],
      [{ first: 0 }, 'BAD_ARGUMENT'],
      [{ after: 'x' }, 'BAD_CURSOR'],
    ] as const)
      expect((await ask(api, subjects.body, { reference, ...page })).codes).toEqual([code]);
    const batch = `{ creditReports(subjects: ["${subjects.company}", "${subjects.body}"], purpose: CONTRACT, reference: "x") {
      ... on CreditReport { few: statements(first: 1) { totalCount } ... on CreditReport { many: statements(first: 2000) { totalCount } } } } }`;
    expect((await api.post(batch)).codes).toEqual(['BAD_ARGUMENT']);
    const left = await api.post('{ myAccess { limits { credit { remaining } } } }');
    expect(left.body.data.myAccess.limits.credit.remaining).toBe(20_000);
    expect(await log()).toBe(before);
  });

  test('without a reference is refused to an enterprise, and to nobody else', async () => {
    const enterprise = await server.admit('ENTERPRISE');
    expect((await ask(enterprise.api, subjects.company)).codes).toEqual(['BAD_ARGUMENT']);
    expect((await ask(enterprise.api, subjects.company, { reference: ' ' })).codes).toEqual(['BAD_ARGUMENT']);
    expect((await ask(enterprise.api, subjects.company, { reference: 'Tender 7' })).codes).toEqual([]);
    const registered = await server.admit('REGISTERED');
    expect((await ask(registered.api, subjects.company)).codes).toEqual([]);
  });

  test('is one in an operation, whatever its alias and wherever it is written', async () => {
    const one = 'creditReport(subject: "91350100M000100Y43", purpose: CONTRACT) { __typename }';
    const refused = [
      '{ a: X b: X }',
      'query { X ...F } fragment F on Query { b: X }',
      '{ X creditChanges(since: 0) { totalCount } }',
    ];
    for (const document of refused) {
      const { status, codes } = await server.api.post(document.replaceAll('X', one));
      expect([status, codes]).toEqual([400, ['BAD_REQUEST']]);
    }
    expect((await server.api.post(`{ ${one} ${one} myAccess { tier } }`)).status).toBe(200);
  });

  test('is never kept: not with GET, not with an entity tag', async () => {
    const { status, headers } = await server.api.get(
      '{ creditReport(subject: "91350100M000100Y43", purpose: CONTRACT) { __typename } }',
    );
    expect([status, headers.get('cache-control'), headers.get('etag')]).toEqual([200, 'no-store', null]);
  });
});

describe('the number of an identity card', () => {
  const id = '11010519491231002X';
  let server: TestServer;
  beforeAll(async () => {
    server = await creditServer();
  });
  afterAll(async () => server[Symbol.asyncDispose]());

  const query = '{ __typename }';
  const post = (body: string, headers = {}) =>
    server.api.send('/graphql', { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
  const escaped = [...id].map((sign) => `\\u00${sign.charCodeAt(0).toString(16)}`).join('');
  const percent = [...id].map((sign) => `%${sign.charCodeAt(0).toString(16)}`).join('');

  test.each([
    ['a variable', () => ask(server.api, id)],
    ['a variable that is a list', () => server.api.post(query, { unused: [{ deep: [id] }] })],
    ['the name of a variable', () => server.api.post(query, { [id]: 1 })],
    ['the document', () => server.api.post(`{ creditReport(subject: "${id}", purpose: CONTRACT) { __typename } }`)],
    ['a comment', () => server.api.post(`{ __typename } # ${id}`)],
    ['a header', () => server.api.post(query, {}, { 'x-comment': `about ${id}` })],
    [
      'the query string',
      () =>
        server.api.send(`/graphql?query=%7B__typename%7D&note=${id}`, { headers: { 'apollo-require-preflight': '1' } }),
    ],
    [
      'percent-encoding',
      () =>
        server.api.send(`/graphql?query=%7B__typename%7D&note=${percent}`, {
          headers: { 'apollo-require-preflight': '1' },
        }),
    ],
    ['escapes of JSON', () => post(`{"query":"{ __typename }","variables":{"a":"${escaped}"}}`)],
    [
      'escapes of GraphQL',
      () => server.api.post(`{ creditReport(subject: "${escaped}", purpose: CONTRACT) { __typename } }`),
    ],
    ['a number with an exponent', () => post('{"query":"{ __typename }","variables":{"a":1.10105194912310126e17}}')],
    [
      'a number of GraphQL with an exponent, its last zero left out',
      () => server.api.post('{ houses(first: 1101051949.1231015E+8) { totalCount } }'),
    ],
    ['groups', () => server.api.post(query, { a: '110105 19491231 002X' })],
    ['full width', () => server.api.post(query, { a: '１１０１０５１９４９１２３１００２Ｘ' })],
    ['a body that is no JSON', () => post(id, { 'content-type': 'text/plain' })],
  ])('in %s is refused at the door, not repeated and not logged', async (_, send) => {
    const { status, codes, text } = await send();
    expect([status, codes]).toEqual([400, ['PERSON_DATA']]);
    expect(text).not.toContain('19491231');
    expect(server.log.join('')).not.toContain('19491231');
  });

  test.each([
    '110105.19491231.002X',
    '110105  19491231 002X',
    '110105\n19491231\n002X',
    '110105\u200b19491231\u200b002x',
    [...id].join(' '),
    id.replace(/\d/g, (digit) => String.fromCodePoint(0x1d7ce + Number(digit))),
  ])(
    'is known as a text of its own whatever stands between its digits and however they are drawn: %j',
    async (text) => {
      for (const { codes, text: answer } of [
        await ask(server.api, text),
        await server.api.post(`{ creditReport(subject: ${JSON.stringify(text)}, purpose: CONTRACT) { __typename } }`),
      ]) {
        expect(codes).toEqual(['PERSON_DATA']);
        expect(answer).not.toContain('19491231');
      }
    },
  );

  test.each([
    'a110105_19491231_002X',
    'a_110105_19491231_002x_1',
    'a2_11010_519491231_002X_7',
    'a110105__1949_12__31002X',
    `_${[...id].join('_')}`,
    'a110105_19491231_002Xb',
    'a110105n19491231n002X',
    'id11no01no05no1949no1231no002x',
    `a${[...id].join('q')}`,
    `x_2_${[...id].join('号')}_7`,
  ])('within a name is refused before an error quotes the name: %s', async (name) => {
    for (const { status, codes, text } of [
      await server.api.post(`{ ${name} }`),
      await server.api.post(`{ ${name}: house(code: "1") { ${name} } }`),
      await server.api.post(`query ${name}($${name}: Int) { ...${name} }`),
      await server.api.post('{ __typename }', { [name]: 1 }),
      await server.api.post(query, { subject: name }),
      await post(JSON.stringify({ query: '{ __typename }', operationName: name })),
      await server.api.send(`/graphql?query=%7B${name}%7D`, { headers: { 'apollo-require-preflight': '1' } }),
    ]) {
      expect([status, codes]).toEqual([400, ['PERSON_DATA']]);
      expect(text).not.toContain(name);
    }
    expect(server.log.join('')).not.toContain(name);
  });

  test.each([
    'a110105_19491231_0021',
    'h_4403040070060300055000001',
    'g_440304_007006_030005_5000001',
    'a1_1_0_1_0_5',
    'b44030420010101T0001',
    'e91350100M000100Y43',
    'a1q1q0q1q0q5q1q9q4q9q1q2q3q1q0q0q2q7',
    't20260101T000000Z',
  ])('is not seen in a name that holds none: %s', async (name) => {
    const { status, codes } = await server.api.post(`{ ${name}: __typename }`);
    expect([status, codes]).toEqual([200, []]);
  });

  test('a name of many parts is looked through in time that its length bounds', async () => {
    for (const part of ['1_', '1a', '1a1b']) {
      const { status, text } = await server.api.post(`{ a: __typename } # ${part.repeat(10_000)}`);
      expect([status, text.includes('PERSON_DATA')]).toEqual([200, false]);
    }
  });

  test('in the id of a node, where base64 hides it, is not looked up', async () => {
    for (const hidden of [`Entity:${id}`, `Person:${id}`, 'Entity:110105 19491231 002X', id]) {
      const node = Buffer.from(hidden).toString('base64url');
      const { codes, text } = await server.api.post('query ($id: ID!) { node(id: $id) { id } }', { id: node });
      expect(codes).toEqual(['PERSON_DATA']);
      expect(text).not.toContain(node);
    }
  });

  test('in the path is not repeated', async () => {
    const { status, text } = await server.api.send(`/graphql/${id}`);
    expect([status, text.includes('19491231')]).toEqual([404, false]);
  });

  test('wins over a credit code that it is as well', async () => {
    const ids = fc.sample(residentIds, { seed: 7, numRuns: 2_000 });
    const both = ids.filter((one) => withCreditCheck(one.slice(0, 17)) === one).slice(0, 5);
    expect(both).toHaveLength(5);
    for (const one of both) expect((await ask(server.api, one)).codes).toEqual(['PERSON_DATA']);
  });

  test('that is mistyped is not repeated either', async () => {
    const { codes, text } = await ask(server.api, '110105194912310021');
    expect(codes).toEqual(['BAD_CODE']);
    expect(text).not.toContain('19491231');
  });

  test('left no evidence and cost nothing', async () => {
    const { body } = await server.api.post('{ myAccess { limits { credit { perDay remaining } } } }');
    const { perDay, remaining } = body.data.myAccess.limits.credit;
    expect(remaining).toBe(perDay);
  });
});

describe('quotas', () => {
  const quota = '{ myAccess { limits { credit { perDay remaining resetAt } } } }';

  test('are told, are spent by queries alone, and come back', async () => {
    let now = noon;
    await using server = await creditServer({ clock: () => now, creditPerDay: 3 });
    const left = async () => (await server.api.post(quota)).body.data.myAccess.limits.credit;
    expect(await left()).toEqual({ perDay: 3, remaining: 3, resetAt: '2026-06-01T04:00:00.000Z' });
    await ask(server.api, subjects.trader); // refused by its code: free
    for (const remaining of [2, 1, 0]) {
      expect((await ask(server.api, subjects.company)).body.data.creditReport.__typename).toBe('CreditReport');
      expect((await left()).remaining).toBe(remaining);
    }
    const refused = (await ask(server.api, subjects.company)).body.data.creditReport;
    expect(refused).toMatchObject({
      __typename: 'CreditRefused',
      reason: 'QUOTA_EXCEEDED',
      message: expect.stringContaining('0 queries are left now'),
    });
    now += 8 * 3_600_000;
    expect((await left()).remaining).toBe(1);
    expect((await ask(server.api, subjects.company)).body.data.creditReport.__typename).toBe('CreditReport');
  });

  test('are never shared between callers, nor is one about one subject that about another', async () => {
    await using server = await creditServer({ creditPerDay: 1 });
    const clients = [server.api, (await server.admit('REGISTERED')).api, (await server.admit('REGISTERED')).api];
    for (const api of clients) {
      expect((await ask(api, subjects.company)).body.data.creditReport.__typename).toBe('CreditReport');
      expect((await ask(api, subjects.company)).body.data.creditReport.reason).toBe('QUOTA_EXCEEDED');
    }
  });

  test('of one caller about one subject are smaller than his day', async () => {
    await using server = await creditServer();
    const { api } = await server.admit('REGISTERED');
    const outcomes: string[] = [];
    for (let query = 0; query < 101; query++)
      outcomes.push((await ask(api, subjects.company)).body.data.creditReport.__typename);
    expect(outcomes.filter((type) => type === 'CreditReport')).toHaveLength(100);
    expect(outcomes.at(-1)).toBe('CreditRefused');
    expect((await ask(api, subjects.body)).body.data.creditReport.__typename).toBe('CreditReport');
    expect((await api.post(quota)).body.data.myAccess.limits.credit.remaining).toBe(2_000 - 101);
  });

  test('hold under a rush: exactly as many as there are', async () => {
    await using server = await creditServer({ creditPerDay: 10 });
    const answers = await Promise.all(Array.from({ length: 40 }, () => ask(server.api, subjects.company)));
    expect(answers.filter(({ body }) => body.data.creditReport.__typename === 'CreditReport')).toHaveLength(10);
  });
});

describe('when something is down', () => {
  test('the log: nothing is answered and nothing is debited', async () => {
    let down = true;
    await using server = await creditServer();
    const { evidence } = server.store;
    await using broken = await creditServer({
      credit: {
        evidence: {
          ...evidence,
          charge: async (charge) => {
            if (down) throw Object.assign(new Error('disk is full'), { errcode: 13 });
            return evidence.charge(charge);
          },
        },
      },
    });
    const { status, codes, text } = await ask(broken.api, subjects.company);
    expect([status, codes]).toEqual([503, ['UNAVAILABLE']]);
    expect(text).not.toContain('penalty');
    down = false;
    const { body } = await broken.api.post('{ myAccess { limits { credit { perDay remaining } } } }');
    expect(body.data.myAccess.limits.credit.remaining).toBe(body.data.myAccess.limits.credit.perDay);
  });

  test('the blocks: nothing is answered, and nothing was debited before', async () => {
    await using server = await creditServer({ credit: { blocks: { read: async () => new Map() } } });
    const { status, codes } = await ask(server.api, subjects.company);
    expect([status, codes]).toEqual([500, ['INTERNAL']]);
    const { body } = await server.api.post('{ myAccess { limits { credit { perDay remaining } } } }');
    expect(body.data.myAccess.limits.credit.remaining).toBe(200);
  });

  test('the clock, which went back behind the register: the query fails', async () => {
    let now = noon;
    await using server = await creditServer({ clock: () => now });
    now -= 3 * 86_400_000;
    const { status, codes, text } = await ask(server.api, subjects.company);
    expect([status, codes]).toEqual([500, ['INTERNAL']]);
    expect(text).not.toContain('penalty');
  });
});

describe('the day on which a window ends', () => {
  test('shows a statement until 24:00 in Shanghai, and not from then on, before anything is moved out', async () => {
    let now = noon;
    await using server = await creditServer({ clock: () => now });
    const keys = async () =>
      (await ask(server.api, subjects.company)).body.data.creditReport.statements.nodes.map(
        ({ key }: { key: string }) => key,
      );
    now = Date.parse('2027-05-09T15:59:59.999Z');
    expect(await keys()).toEqual(['penalty', 'licence']);
    now = Date.parse('2027-05-09T16:00:00.000Z');
    expect(await keys()).toEqual(['licence']);
  });

  test('what had not begun when it was published is shown from its day on, though no daily run has come', async () => {
    let now = noon;
    await using server = await testServer({ clock: () => now });
    const coming = [
      statement('licence', { kind: 'LICENCE', severity: null }),
      ...['2026-06-02', '2026-09-01'].map((decidedOn) => statement(decidedOn, { decidedOn })),
    ];
    await publishStatements(server.store, coming, now);
    const keys = async () =>
      (await ask(server.api, subjects.company)).body.data.creditReport.statements.nodes.map(
        ({ key }: { key: string }) => key,
      );
    const seen: string[][] = [];
    for (const instant of [
      noon,
      '2026-06-02T04:00:00Z',
      '2026-08-31T15:59:59Z',
      '2026-08-31T16:00:00Z',
      '2027-06-01T16:00:00Z',
    ]) {
      now = typeof instant === 'number' ? instant : Date.parse(instant);
      seen.push(await keys());
    }
    const [first, second] = ['2026-06-02', '2026-09-01'];
    expect(seen).toEqual([
      ['licence'],
      [first, 'licence'],
      [first, 'licence'],
      [first, second, 'licence'],
      [second, 'licence'],
    ]);
  });
});
