import { type ExecutionResult, execute, parse, validate } from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import { expect, test } from 'vitest';
import { schema } from '../../schema/index.ts';
import { tiers } from '../../schema/privacy/tier.ts';
import { memoryCity } from '../builders/edition.ts';
import { readerContext } from '../builders/reader-context.ts';
import { story, storyEditions } from '../builders/sample-editions.ts';

const city = await memoryCity(storyEditions());

interface Case {
  readonly name: string;
  readonly source: string;
  readonly variables?: Record<string, unknown>;
}

const cases: readonly Case[] = [
  {
    name: 'one row',
    source: `{ house(code: "${story.retired}") { id code state floorArea replacedBy knownFrom building { legality } } }`,
  },
  {
    name: 'a page with everything beside it',
    source: `query ($first: Int, $deep: Boolean!) { houses(first: $first, filter: { within: "440304001" }) { totalCount pageInfo { endCursor hasNextPage }
       nodes { ...H building { name grid @include(if: $deep) { post boundary } } community @skip(if: $deep) { name } } edges { cursor node { code } } } }
     fragment H on House { code ... on Versioned { state validFrom replaces } floorArea rented grid { code } }`,
    variables: { first: 30, deep: true },
  },
  {
    name: 'nodes of every type',
    source: `query ($house: ID!, $division: ID!) { a: node(id: $house) { ...N } b: node(id: $division) { ...N } }
     fragment N on Node { __typename id ... on House { room building { code } } ... on Division { level children { nodes { name } } }
       ... on Versioned { knownFrom } }`,
    variables: {
      house: Buffer.from(`House:${story.corrected}`).toString('base64url'),
      division: Buffer.from('Division:440304').toString('base64url'),
    },
  },
  {
    name: 'changes',
    source: `{ changes(register: HOUSES, since: 1) { nodes { seq kind fields before { __typename ... on House { room floorArea } } after { ... on Versioned { state } } } } }`,
  },
  {
    name: 'catalogue and access',
    source: `{ catalogue { register rows fields { name class } } myAccess { tier client { id } fields { coordinate class readable } } }`,
  },
  { name: 'a refusal beside an answer', source: `{ houses(first: 1001) { totalCount } }` },
  { name: 'nothing there', source: `{ division(code: "999999") { code } gridAt(point: { lon: 0, lat: 0 }) { code } }` },
  {
    name: 'a filter',
    source: `{ houses(filter: { use: OFFICE, codeIn: ["${story.corrected}"] }, validAt: "2025") { totalCount nodes { code use } } }`,
  },
];

test.each(cases)('graphql-jit and graphql-js answer alike: $name', async ({ source, variables = {} }) => {
  const document = parse(source);
  expect(validate(schema, document)).toEqual([]);
  const compiled = compileQuery(schema, document);
  if (!isCompiledQuery(compiled)) throw new Error('Cannot compile the document: graphql-jit refused it');
  for (const tier of tiers) {
    const [one, other] = [await readerContext(city, tier), await readerContext(city, tier)];
    const expected = await execute({ schema, document, variableValues: variables, contextValue: one });
    const answer = (await compiled.query(undefined, other, variables)) as ExecutionResult;
    expect(JSON.parse(JSON.stringify(answer.data))).toEqual(JSON.parse(JSON.stringify(expected.data)));
    expect(answer.errors?.map(({ message, path }) => ({ message, path }))).toEqual(
      expected.errors?.map(({ message, path }) => ({ message, path })),
    );
    expect(other.withholding.list()).toEqual(one.withholding.list());
  }
});

test('what is withheld follows aliases, fragments and directives', async () => {
  const count = async (source: string, variables = {}) => {
    const context = await readerContext(city, 'PUBLIC');
    await execute({ schema, document: parse(source), variableValues: variables, contextValue: context });
    return Object.fromEntries(context.withholding.list().map(({ coordinate, count }) => [coordinate, count]));
  };
  expect(await count('{ houses(first: 5) { nodes { a: floorArea b: floorArea } } }')).toEqual({ 'House.floorArea': 5 });
  expect(await count('{ houses(first: 5) { nodes { floorArea } edges { node { floorArea } } } }')).toEqual({
    'House.floorArea': 10,
  });
  expect(
    await count('{ houses(first: 5) { nodes { a: building { legality } b: building { legality code } } } }'),
  ).toEqual({
    'Building.legality': 10,
  });
  const skipped =
    'query ($no: Boolean!) { houses(first: 5) { nodes { floorArea @skip(if: $no) building { legality @include(if: $no) } } } }';
  expect(await count(skipped, { no: true })).toEqual({ 'Building.legality': 5 });
  expect(await count(skipped, { no: false })).toEqual({ 'House.floorArea': 5 });
  expect(await count('{ buildings(first: 2) { nodes { houses(first: 3) { nodes { rented } } } } }')).toEqual({
    'House.rented': 5,
  });
});
