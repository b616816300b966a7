import { getOperationAST, getVariableValues, Kind, parse } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../schema/index.ts';
import { priceOf } from '../../schema/pricing/price.ts';

function price(text: string, variables: Record<string, unknown> = {}): number {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (operation == null) throw new Error('no operation');
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (coerced === undefined) throw new Error(String(errors));
  const fragments = Object.fromEntries(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );
  return priceOf({ schema, operation, fragments, variableValues: coerced });
}

const house = '4403040070060300055000001';

test('one row costs one point, whatever wrapper it stands in', () => {
  expect(price(`{ house(code: "${house}") { code room use } }`)).toBe(1);
  expect(price('{ houses(first: 1) { nodes { code } } }')).toBe(1);
  expect(price('{ houses(first: 1) { edges { node { code } } } }')).toBe(1);
  expect(price('{ __typename }')).toBe(1);
});

test('a page costs what is below it times first, twenty without it', () => {
  const fields = 'code room floor use state validFrom validTo floorAreaBand';
  expect(price(`{ houses { nodes { ${fields} } } }`)).toBe(20);
  expect(price(`{ houses(first: 1000) { nodes { ${fields} building { code name } grid { code } } } }`)).toBe(3000);
  expect(price('{ divisions(first: 10) { nodes { children(first: 5) { nodes { code } } } } }')).toBe(60);
  expect(price('query($n: Int) { houses(first: $n) { nodes { code } } }', { n: 50 })).toBe(50);
  expect(price('query($n: Int = 30) { houses(first: $n) { nodes { code } } }')).toBe(30);
});

test('aliases and roots add up', () => {
  expect(price(`{ a: house(code: "${house}") { code } b: house(code: "${house}") { code } }`)).toBe(2);
  expect(price('{ a: houses(first: 100) { nodes { code } } b: houses(first: 100) { nodes { code } } }')).toBe(200);
});

test('the same field twice is one field, as in the answer', () => {
  const twice = `{ house(code: "${house}") { building { code } building { name } ...F } } fragment F on House { building { code } }`;
  expect(price(twice)).toBe(2);
});

test('what @skip and @include leave out costs nothing', () => {
  const text = 'query($all: Boolean!) { houses(first: 100) { nodes { code building @include(if: $all) { code } } } }';
  expect(price(text, { all: true })).toBe(200);
  expect(price(text, { all: false })).toBe(100);
});

test('many values of a row cost more: a point for each 25, __typename and aliases among them', () => {
  const aliases = Array.from({ length: 26 }, (_, index) => `a${index}: __typename`).join(' ');
  expect(price(`{ houses(first: 100) { nodes { ${aliases} } } }`)).toBe(200);
});

test('a boundary costs two points', () => {
  expect(price('{ grids(first: 10) { nodes { boundary } } }')).toBe(20);
  expect(price('{ grids(first: 10) { nodes { code boundary } } }')).toBe(30);
});

test('a count alone costs one point, the end of a page all its rows', () => {
  expect(price('{ houses(first: 1000) { totalCount } }')).toBe(1);
  expect(price('{ houses(first: 1000) { pageInfo { hasNextPage } } }')).toBe(1000);
});

test('a filter that no order serves costs its search', () => {
  expect(price('{ houses(first: 10, filter: { within: "440304" }) { nodes { code } } }')).toBe(10);
  expect(price('{ houses(first: 10, filter: { use: OFFICE }) { nodes { code } } }')).toBe(650);
  expect(
    price('query($f: HouseFilter) { houses(first: 10, filter: $f) { nodes { code } } }', { f: { use: 'OFFICE' } }),
  ).toBe(650);
});

test('each ten values of a list cost a look-up', () => {
  const codes = Array.from({ length: 1000 }, () => house);
  const text = 'query($codes: [HouseCode!]) { houses(first: 1000, filter: { codeIn: $codes }) { nodes { code } } }';
  expect(price(text, { codes })).toBe(1100);
});

test('a batch of credit queries costs what is shown of each, as often as there are subjects, in variables too', () => {
  const named = (subjects: readonly string[]) => `(subjects: ${JSON.stringify(subjects)}, purpose: LENDING)`;
  const shown = '{ ... on CreditReport { statements(first: 30) { nodes { key } } } }';
  const subjects = Array.from({ length: 100 }, () => '91999999MA00000747');
  const variables = `query ($subjects: [CreditCode!]!) { creditReports(subjects: $subjects, purpose: LENDING) ${shown} }`;
  for (const count of [1, 15, 100]) {
    const some = subjects.slice(0, count);
    const wanted = count * (50 + 30) + Math.ceil(count / 10); // ten values are a look-up
    expect(price(`{ creditReports${named(some)} ${shown} }`)).toBe(wanted);
    expect(price(variables, { subjects: some })).toBe(wanted);
    expect(price(variables.replace('!)', `! = ${JSON.stringify(some)})`), {})).toBe(wanted);
  }
  expect(price(variables, { subjects: subjects[0] })).toBe(50 + 30 + 1); // one value stands for a list of it
  expect(price(`{ creditReport(subject: "${subjects[0]}", purpose: LENDING) ${shown} }`)).toBe(50 + 30);
});

test('an introspection costs by what it selects, and the usual one is within reach', () => {
  const nested = '{ __schema { types { name fields { name type { name ofType { name } } } } } }';
  expect(price(nested)).toBeGreaterThan(20);
  expect(price(nested)).toBeLessThan(100);
});

test('fragments that double at each level are refused before they are walked', () => {
  const fragments = Array.from(
    { length: 40 },
    (_, level) => `fragment F${level} on Division { a: parent { ...F${level + 1} } b: parent { ...F${level + 1} } }`,
  ).join(' ');
  const text = `{ division(code: "440304") { ...F0 } } ${fragments} fragment F40 on Division { code }`;
  expect(() => price(text)).toThrow('selected fields must be at most 5000');
});
