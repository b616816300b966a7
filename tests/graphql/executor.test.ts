import {
  type ExecutionResult,
  execute,
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLError,
  GraphQLFloat,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLInterfaceType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLSchema,
  GraphQLString,
  GraphQLUnionType,
  getOperationAST,
  getVariableValues,
  parse,
  validate,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { createExecutor } from '../../functions/graphql/executor.ts';
import { schema as wholeSchema } from '../../schema/index.ts';
import { memoryCity } from '../builders/edition.ts';
import { readerContext } from '../builders/reader-context.ts';
import { firstEditions } from '../builders/sample-editions.ts';

/** A schema in which everything can go wrong that can go wrong in a resolver. */
const difficult = difficultSchema();

async function both(
  schema: GraphQLSchema,
  query: string,
  variables: Record<string, unknown>,
  context: () => Promise<unknown>,
) {
  const document = parse(query);
  const invalid = validate(schema, document);
  if (invalid.length > 0) throw new Error(`${query}: ${invalid}`);
  const coerced = getVariableValues(schema, getOperationAST(document)?.variableDefinitions ?? [], variables);
  const run = createExecutor(schema);
  const answers: ExecutionResult[] = [];
  for (let time = 0; time < 3; time++) {
    const execution = { key: 'k', document, operationName: null, variables, coerced: coerced.coerced ?? null };
    answers.push(await run({ ...execution, context: await context() }));
  }
  const expected = await execute({ schema, document, variableValues: variables, contextValue: await context() });
  return { expected: plain(expected), answers: answers.map(plain) };
}

/** As sent: errors in order of path, for the order of those that came at once is nobody's promise. */
function plain(result: ExecutionResult) {
  const { data, errors = [] } = JSON.parse(JSON.stringify(result));
  return {
    data,
    errors: errors.sort((one: GraphQLError, other: GraphQLError) => (String(one.path) < String(other.path) ? -1 : 1)),
  };
}

const cases: readonly (readonly [query: string, variables?: Record<string, unknown>])[] = [
  ['{ text nothing later }'],
  ['{ a: text b: text __typename t: __typename }'],
  ['{ throws }'],
  ['{ rejects text }'],
  ['{ returnsError text }'],
  ['{ withCode }'],
  ['{ text child { name throws } }'],
  ['{ text child { name rejects child { throws } } }'],
  ['{ text child { name required } }'],
  ['{ text child { child { name requiredThrows } } }'],
  ['{ text child { child { name requiredRejects } } }'],
  ['{ text nullChild { name } missingChild { name } }'],
  ['{ requiredChild { requiredChild { required } } text }'],
  ['{ children { name throwsAt2 } }'],
  ['{ children { name requiredAt2 } }'],
  ['{ strictChildren { name requiredAt2 } text }'],
  ['{ laterChildren { name child { name } } }'],
  ['{ numbers matrix badNumber badEnum badScalar }'],
  ['{ shade shades doubled(value: 4) }'],
  ['{ animals { name ... on Cat { lives } ... on Dog { tricks } } }'],
  ['{ animals { __typename ...C ...D } } fragment C on Cat { name lives } fragment D on Dog { name tricks }'],
  ['{ pets { __typename ... on Cat { name friend { name } } ... on Dog { name friend { name } } } }'],
  ['{ pets { ... on Animal { name } } animals { ... on Dog { name same: tricks } ... on Cat { same: lives name } } }'],
  ['{ stranger { name } text }'],
  [
    'query($yes: Boolean!, $no: Boolean!) { text @include(if: $yes) later @include(if: $no) a: text @skip(if: $yes) }',
    { yes: true, no: false },
  ],
  ['query($yes: Boolean!) { child { name @skip(if: $yes) child @include(if: $yes) { name } } }', { yes: true }],
  ['query($yes: Boolean!) { child { name @skip(if: $yes) child @include(if: $yes) { name } } }', { yes: false }],
  [
    'query($yes: Boolean!) { child { ...F @include(if: $yes) ... @skip(if: $yes) { other: name } } } fragment F on Child { name }',
    { yes: true },
  ],
  [
    'query($yes: Boolean!) { child { ...F @include(if: $yes) ... @skip(if: $yes) { other: name } } } fragment F on Child { name }',
    { yes: false },
  ],
  ['query($yes: Boolean = true) { child { name } child @skip(if: $yes) { other: name } }'],
  ['query($yes: Boolean!) { child @skip(if: $yes) { child { name } } }', { yes: true }],
  ['query($yes: Boolean!) { text @skip(if: $yes) @include(if: $yes) later }', { yes: true }],
  ['query($yes: Boolean!) { animals { ... on Cat @include(if: $yes) { lives } name @skip(if: $yes) } }', { yes: true }],
  ['{ echo }'],
  ['{ echo(text: "a", number: 3, flag: true, shade: DARK, list: [1, 2], input: { text: "x" }) }'],
  ['{ echo(text: null, list: null, input: null) }'],
  ['{ echo(list: 7, input: { list: "one", nested: { text: "\\u00e9\\"\\\\" } }) }'],
  ['{ echo(number: 1.5e3, text: """block "text" \n  here""") }'],
  ['query($t: String, $n: Float, $l: [Int], $i: In) { echo(text: $t, number: $n, list: $l, input: $i) }', {}],
  [
    'query($t: String, $n: Float, $l: [Int], $i: In) { echo(text: $t, number: $n, list: $l, input: $i) }',
    { t: null, n: null, l: null, i: null },
  ],
  [
    'query($t: String, $n: Float, $l: [Int], $i: In) { echo(text: $t, number: $n, list: $l, input: $i) }',
    { t: 'x', n: 3, l: 5, i: { text: 'y', list: ['a'] } },
  ],
  ['query($t: String = "d", $l: [Int!] = [1], $s: Shade = DARK) { echo(text: $t, list: $l, shade: $s) }', {}],
  ['query($t: String = "d", $s: Shade = DARK) { echo(text: $t, shade: $s) }', { t: null }],
  ['query($t: String, $n: Nested) { echo(input: { text: $t, nested: $n }, list: [1, 2]) }', { t: 'x' }],
  ['query($t: String) { echo(input: { text: $t }) }', {}],
  ['query($i: In) { echo(input: $i) }', { i: { list: ['a'], text: 'y' } }],
  ['query($n: Int) { echo(list: [1, $n]) }', {}],
  ['query($n: Int) { echo(list: [1, $n]) }', { n: 2 }],
  ['query($s: Shade!) { echo(shade: $s) }', { s: 'LIGHT' }],
  ['query($o: Odd) { odd(value: $o) }', { o: 3 }],
  ['query($o: Odd) { odd(value: $o) }', { o: 4 }],
  ['query($o: Odd = 5) { odd(value: $o) }', {}],
  ['{ odd(value: 9) }'],
  ['query($m: Int = 2) { must(value: $m) }', {}],
  ['query($m: Int = 2) { must(value: $m) }', { m: null }],
  ['query($m: Int!) { must(value: $m) }', {}],
  ['query($m: Int!) { must(value: $m) }', { m: 'x' }],
  ['query($m: Int) { first(rows: $m) }', {}],
  ['query($m: Int) { first(rows: $m) }', { m: null }],
  ['query($i: In) { echo(input: $i) }', { i: { unknown: 1 } }],
  ['query($i: In) { echo(input: $i) }', { i: { nested: { list: [null, 'a'] } } }],
  ['{ __schema { queryType { name } } text }'],
  ['{ a: child { b: name } a_b: text b_a: child { name } }'],
  [
    '{ child { name } ...A ...B } fragment A on Query { child { other: name child { name } } } fragment B on Query { child { child { b: name } } }',
  ],
];

describe('graphql-jit and graphql-js agree', () => {
  test.each(cases.map(([query, variables = {}]) => ({ query, variables })))(
    'on $query with $variables',
    async ({ query, variables }) => {
      const { expected, answers } = await both(difficult, query, variables, async () => ({}));
      for (const answer of answers) expect(answer).toEqual(expected);
    },
  );
});

test('an input type that holds itself is never compiled', async () => {
  const Loop: GraphQLInputObjectType = new GraphQLInputObjectType({
    name: 'Loop',
    fields: () => ({ next: { type: Loop } }),
  });
  const resolve = (_: unknown, args: object) => JSON.stringify(args);
  const fields = { loop: { type: GraphQLString, args: { value: { type: Loop } }, resolve } };
  const looping = new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields }) });
  const variables = { value: { next: { next: null } } };
  const { expected, answers } = await both(
    looping,
    'query($value: Loop) { loop(value: $value) }',
    variables,
    async () => ({}),
  );
  for (const answer of answers) expect(answer).toEqual(expected);
});

describe('a document can never run a program', () => {
  const mark = '__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74d';
  test.each([
    [`{ echo(text: "${mark}(globalThis.broken = 1)") }`],
    [`{ echo(text: "\\u005f\\u005fMAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74d(globalThis.broken = 1)") }`],
    [`{ echo(input: { text: "${mark}(globalThis.broken = 1)" }) }`],
    [`query($t: String = "${mark}(globalThis.broken = 1)") { echo(text: $t) }`],
    [`{ echo(text: """${mark}(globalThis.broken = 1)""") }`],
    [`{ any(value: ${mark}) }`],
    [`{ any(value: { ${mark}: "x" }) }`],
    ['{ any(value: { __proto__: "x" }) }'],
    ['{ __proto__: text constructor: text }'],
    ['query($__proto__: String) { echo(text: $__proto__) }'],
    ['{ echo(text: "__MAGIC_NAN__57f286b9_4c20_487f_b409_79804ddcb4f8") }'],
  ])('%s', async (query) => {
    const { expected, answers } = await both(difficult, query, {}, async () => ({}));
    for (const answer of answers) expect(answer).toEqual(expected);
    expect(Reflect.has(globalThis, 'broken')).toBe(false);
  });
});

describe('the API itself answers alike', () => {
  const house = '4403040010010100001000001';
  const queries: (readonly [query: string, variables?: Record<string, unknown>])[] = [
    [
      `{ house(code: "${house}") { id code room use state floorArea floorAreaBand building { name grid { code community { name } } } } }`,
    ],
    [
      'query($n: Int) { houses(first: $n) { edges { cursor node { code grid { code } } } pageInfo { endCursor hasNextPage } totalCount } }',
      { n: 7 },
    ],
    ['{ houses(first: 3, filter: { use: OFFICE }) { nodes { code use } totalCount } }'],
    ['{ houses(first: 3, filter: { floorArea: { min: 5 } }) { nodes { code } } }'],
    ['{ houses(first: 0) { nodes { code } } ok: divisions { totalCount } }'],
    [
      '{ grid(code: "44030400100101") { code boundary centroid { lon lat } areaM2 buildings(first: 2) { nodes { code location { lon lat } houses { totalCount } } } } }',
    ],
    ['{ gridAt(point: { lon: 114.0512, lat: 22.5012 }) { code } }'],
    ['query($p: PointInput!) { gridAt(point: $p) { code } }', { p: { lon: 114.0512, lat: 22.5012 } }],
    [
      'query($f: BuildingFilter, $d: Date) { buildings(filter: $f, validAt: $d) { nodes { code builtOn validFrom } totalCount } }',
      { f: { within: '440304001' }, d: '2026' },
    ],
    ['query($c: [HouseCode!]) { houses(filter: { codeIn: $c }) { nodes { code } } }', { c: [house, house] }],
    ['query($c: HouseCode!) { house(code: $c) { code } }', { c: '3101' }],
    [
      '{ division(code: "440304") { name children { nodes { code children(first: 1) { nodes { code } totalCount } } } } }',
    ],
    [
      '{ divisions(validAt: "1999") { nodes { code } } before: divisions(knownAt: "1999-01-01T00:00:00Z") { totalCount } }',
    ],
  ];
  queries.push([
    'query($w: AreaCode) { houses(filter: { use: OFFICE, within: $w }, first: 2) { nodes { code } pageInfo { endCursor } } }',
    { w: '440304' },
  ]);
  test.each(queries.map(([query, variables = {}]) => ({ query, variables })))(
    'on $query',
    async ({ query, variables }) => {
      const city = await memoryCity(firstEditions());
      for (const tier of ['PUBLIC', 'GOVERNMENT'] as const) {
        const { expected, answers } = await both(wholeSchema, query, variables, () => readerContext(city, tier));
        for (const answer of answers) expect(answer).toEqual(expected);
      }
    },
  );
});

function difficultSchema(): GraphQLSchema {
  const fail = (message: string): never => {
    throw new Error(message);
  };
  const Shade = new GraphQLEnumType({
    name: 'Shade',
    values: { LIGHT: { value: 'l' }, DARK: { value: { deep: true } } },
  });
  const Odd = new GraphQLScalarType<number, number>({
    name: 'Odd',
    serialize: (value) => (Number(value) % 2 === 1 ? Number(value) : fail(`odd must be odd, is ${value}`)),
    parseValue: (value) => (Number(value) % 2 === 1 ? Number(value) : fail(`odd must be odd, is ${value}`)),
  });
  const Any = new GraphQLScalarType({ name: 'Any', serialize: (value) => value });
  const Nested = new GraphQLInputObjectType({
    name: 'Nested',
    fields: { text: { type: GraphQLString, defaultValue: 'within' }, list: { type: new GraphQLList(GraphQLString) } },
  });
  const In = new GraphQLInputObjectType({
    name: 'In',
    fields: () => ({
      text: { type: GraphQLString, defaultValue: 'given' },
      list: { type: new GraphQLList(GraphQLString) },
      nested: { type: Nested },
    }),
  });
  const Animal: GraphQLInterfaceType = new GraphQLInterfaceType({
    name: 'Animal',
    fields: () => ({ name: { type: GraphQLString }, friend: { type: Animal } }),
    resolveType: (value) => value.kind,
  });
  const animal = (name: string, own: string) =>
    new GraphQLObjectType({
      name,
      interfaces: [Animal],
      fields: () => ({
        name: { type: GraphQLString },
        friend: { type: Animal },
        [own]: { type: GraphQLString, resolve: (value: { own: unknown }) => Promise.resolve(value.own) },
      }),
    });
  const [Cat, Dog] = [animal('Cat', 'lives'), animal('Dog', 'tricks')];
  const Pet = new GraphQLUnionType({ name: 'Pet', types: [Cat, Dog], resolveType: (value) => value.kind });
  const tom = { kind: 'Cat', name: 'Tom', own: 9, friend: { kind: 'Dog', name: 'Rex' } };
  const rex = { kind: 'Dog', name: 'Rex', own: 'sit', friend: tom };
  const at2 = (source: { place?: number }, answer: () => unknown) => (source.place === 2 ? answer() : 'fine');
  const Child: GraphQLObjectType = new GraphQLObjectType({
    name: 'Child',
    fields: () => ({
      name: { type: GraphQLString },
      child: { type: Child, resolve: () => ({ name: 'grandchild' }) },
      throws: { type: GraphQLString, resolve: () => fail('thrown') },
      rejects: { type: GraphQLString, resolve: async () => fail('rejected') },
      required: { type: new GraphQLNonNull(GraphQLString), resolve: () => null },
      requiredThrows: { type: new GraphQLNonNull(GraphQLString), resolve: () => fail('thrown') },
      requiredRejects: { type: new GraphQLNonNull(GraphQLString), resolve: async () => fail('rejected') },
      requiredChild: { type: new GraphQLNonNull(Child), resolve: () => ({ name: 'required' }) },
      throwsAt2: { type: GraphQLString, resolve: (source) => at2(source, () => fail('at 2')) },
      requiredAt2: { type: new GraphQLNonNull(GraphQLString), resolve: (source) => at2(source, () => null) },
    }),
  });
  const children = [1, 2, 3].map((place) => ({ name: `child ${place}`, place }));
  const Query = new GraphQLObjectType({
    name: 'Query',
    fields: {
      text: { type: GraphQLString, resolve: () => 'text' },
      nothing: { type: GraphQLString, resolve: () => undefined },
      later: { type: GraphQLString, resolve: async () => 'later' },
      throws: { type: GraphQLString, resolve: () => fail('thrown') },
      rejects: { type: GraphQLString, resolve: async () => fail('rejected') },
      returnsError: { type: GraphQLString, resolve: () => new Error('returned') },
      withCode: {
        type: GraphQLString,
        resolve: () => {
          throw new GraphQLError('coded', { extensions: { code: 'C' } });
        },
      },
      child: { type: Child, resolve: () => ({ name: 'child' }) },
      nullChild: { type: Child, resolve: () => null },
      missingChild: { type: Child, resolve: async () => undefined },
      requiredChild: { type: new GraphQLNonNull(Child), resolve: async () => ({ name: 'required' }) },
      children: { type: new GraphQLList(Child), resolve: () => children },
      strictChildren: { type: new GraphQLList(new GraphQLNonNull(Child)), resolve: async () => children },
      laterChildren: { type: new GraphQLList(Child), resolve: () => children.map(async (child) => child) },
      numbers: { type: new GraphQLList(GraphQLInt), resolve: () => [1, null, 3, 'x', 2 ** 40] },
      matrix: { type: new GraphQLList(new GraphQLList(GraphQLInt)), resolve: () => [[1], null, [2, 3]] },
      badNumber: { type: GraphQLInt, resolve: () => 'no number' },
      badEnum: { type: Shade, resolve: () => 'none' },
      badScalar: { type: Odd, resolve: () => 2 },
      shade: { type: Shade, resolve: () => 'l' },
      shades: { type: new GraphQLList(Shade), resolve: () => ['l', null] },
      doubled: { type: GraphQLInt, args: { value: { type: GraphQLInt } }, resolve: (_, { value }) => 2 * value },
      animals: { type: new GraphQLList(Animal), resolve: async () => [tom, rex, null] },
      pets: { type: new GraphQLList(Pet), resolve: () => [rex, tom] },
      stranger: { type: Animal, resolve: () => ({ kind: 'Child', name: 'nobody' }) },
      echo: {
        type: GraphQLString,
        args: {
          text: { type: GraphQLString },
          number: { type: GraphQLFloat },
          flag: { type: GraphQLBoolean },
          shade: { type: Shade, defaultValue: 'l' },
          list: { type: new GraphQLList(GraphQLInt) },
          input: { type: In },
        },
        resolve: (_, args) => JSON.stringify(Object.entries(args).sort(([one], [other]) => (one < other ? -1 : 1))),
      },
      odd: { type: Odd, args: { value: { type: Odd } }, resolve: (_, { value }) => value ?? 1 },
      must: {
        type: GraphQLInt,
        args: { value: { type: new GraphQLNonNull(GraphQLInt) } },
        resolve: (_, { value }) => value,
      },
      first: {
        type: GraphQLInt,
        args: { rows: { type: GraphQLInt, defaultValue: 20 } },
        resolve: (_, { rows }) => rows,
      },
      any: { type: GraphQLString, args: { value: { type: Any } }, resolve: (_, { value }) => JSON.stringify(value) },
    },
  });
  return new GraphQLSchema({ query: Query, types: [Cat, Dog] });
}
