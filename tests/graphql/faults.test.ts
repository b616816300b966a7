import { GraphQLList, GraphQLNonNull, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { expect, test } from 'vitest';
import { visibleError } from '../../schema/errors.ts';
import { memoryCity } from '../builders/edition.ts';
import { firstEditions } from '../builders/sample-editions.ts';
import { testServer } from '../harness/server.ts';

/** Root fields that fail, under names that the table of permissions knows. */
function failing(): GraphQLSchema {
  const secret = 'table people at db.internal, id 11010519491231002X';
  const fail = (error: Error) => () => {
    throw error;
  };
  const throttled = Object.assign(new Error(secret), { name: 'ThrottlingException' });
  const locked = Object.assign(new Error(secret), { code: 'ERR_SQLITE_ERROR', errcode: 5 });
  const fields = {
    house: { type: GraphQLString, resolve: fail(new TypeError(secret)) },
    grid: { type: GraphQLString, resolve: fail(new Error('Cannot read block', { cause: throttled })) },
    building: { type: GraphQLString, resolve: async () => Promise.reject(locked) },
    division: { type: GraphQLString, resolve: () => 'fine' },
    node: {
      type: GraphQLString,
      resolve: fail(visibleError('BAD_ID', 'Cannot parse id "x": must be one of ours', 'id')),
    },
    houses: { type: new GraphQLNonNull(GraphQLString), resolve: () => null },
    grids: { type: new GraphQLList(GraphQLString), resolve: () => 7 },
    hidden: { type: GraphQLString, resolve: () => 'not in the table' },
  };
  return new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields }) });
}

test.each([
  ['{ house }', 500, 'INTERNAL'],
  ['{ houses }', 500, 'INTERNAL'],
  ['{ grids }', 500, 'INTERNAL'],
  ['{ grid }', 503, 'UNAVAILABLE'],
  ['{ building }', 503, 'UNAVAILABLE'],
  ['{ division house }', 200, 'INTERNAL'],
])('a fault of ours in %s is masked, and never looks like not found: %d %s', async (query, status, code) => {
  await using server = await testServer({ schema: failing() });
  for (let time = 0; time < 3; time++) {
    const answer = await server.api.post(query);
    expect([answer.status, answer.codes]).toEqual([status, [code]]);
    expect(answer.text).not.toMatch(/people|db\.internal|11010519491231002X|stack/);
    const { traceId } = answer.body.errors[0].extensions;
    const line = JSON.parse(server.log[time] ?? '');
    expect(line).toMatchObject({ level: 'error', message: 'operation failed', traceId });
    expect(line.faults[0].stack).toContain('at ');
    expect(server.log[time]).not.toContain('11010519491231002X');
  }
});

test('a store that does not answer leaves nothing of the answer: no part of it passes for the whole', async () => {
  await using server = await testServer({ schema: failing() });
  for (let time = 0; time < 3; time++) {
    const { status, headers, body, codes } = await server.api.post('{ division grid node house }');
    expect([status, headers.get('retry-after'), headers.get('cache-control')]).toEqual([503, '5', 'no-store']);
    expect(body).not.toHaveProperty('data');
    expect(codes).toContain('UNAVAILABLE');
  }
});

test('a list that is refused is null, and leaves what stands beside it', async () => {
  await using server = await testServer();
  const { status, body, codes } = await server.api.post(`{
    houses(first: 0) { totalCount } grids(filter: { code: "44030400100199" }) { totalCount } log: creditQueryLog(subject: "11440300398538336H") { totalCount }
    changes(register: HOUSES, since: -1) { totalCount } divisions(first: 1) { nodes { code } } myAccess { tier } }`);
  expect([status, codes.toSorted()]).toEqual([200, ['BAD_ARGUMENT', 'BAD_ARGUMENT', 'FORBIDDEN']]);
  expect(body.data).toEqual({
    ...{ houses: null, log: null, changes: null, grids: { totalCount: 0 } },
    ...{ divisions: { nodes: [{ code: expect.any(String) }] }, myAccess: { tier: 'PUBLIC' } },
  });
});

test('a mistake of the caller is shown with its argument, and not logged', async () => {
  await using server = await testServer({ schema: failing() });
  for (let time = 0; time < 3; time++) {
    const { status, body } = await server.api.post('{ node }');
    expect(status).toBe(200);
    expect(body.errors).toEqual([
      {
        message: 'Cannot parse id "x": must be one of ours',
        locations: [{ line: 1, column: 3 }],
        path: ['node'],
        extensions: { code: 'BAD_ID', argument: 'id', traceId: expect.any(String) },
      },
    ]);
  }
  expect(server.log).toEqual([]);
});

test('a root field that is not in the table is denied to everyone', async () => {
  await using server = await testServer({ schema: failing() });
  const { api } = await server.admit('GOVERNMENT');
  for (let time = 0; time < 3; time++) {
    const { body, codes } = await api.post('{ hidden division }');
    expect([body.data, codes]).toEqual([{ hidden: null, division: 'fine' }, ['FORBIDDEN']]);
  }
});

test('a store that is down before anything is read is UNAVAILABLE', async () => {
  const city = await memoryCity(firstEditions());
  const down = async () => {
    throw Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:8000'), { code: 'ECONNREFUSED' });
  };
  await using server = await testServer({ city, editions: { ...city.editions, latest: down } });
  const answer = await server.api.post('{ houses { totalCount } }');
  expect([answer.status, answer.codes, answer.headers.get('retry-after')]).toEqual([503, ['UNAVAILABLE'], '5']);
  expect(answer.text).not.toContain('10.0.0.7');
  expect((await server.api.send('/health')).status).toBe(503);
});

test('an answer that no function can carry is refused', async () => {
  const fields = { division: { type: GraphQLString, resolve: () => 'x'.repeat(6_000_000) } };
  const schema = new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields }) });
  await using server = await testServer({ schema });
  const { status, codes } = await server.api.post('{ division }');
  expect([status, codes]).toEqual([400, ['TOO_LARGE']]);
});
