import { type GraphQLInputObjectType, isEnumType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { schema } from '../../schema/index.ts';
import { classesOf, mayRead, tierOfClass } from '../../schema/privacy/field-class.ts';
import { classFor } from '../../schema/privacy/record-class.ts';
import { type Tier, tiers } from '../../schema/privacy/tier.ts';
import { registers } from '../../schema/registers/index.ts';
import { layoutOf, type Register, type StoredRow } from '../../schema/registers/register.ts';
import type { RegisterName } from '../../schema/registers/register-name.ts';
import { type MemoryCity, type MemoryPublication, memoryCity } from '../builders/edition.ts';
import { entityCode, firstEntities } from '../builders/entity-rows.ts';
import { firstEditions } from '../builders/sample-editions.ts';
import { ask } from '../harness/ask.ts';

const codes: { readonly [R in RegisterName]: string } = {
  DIVISIONS: '440304001001',
  GRIDS: '44030400100101',
  BUILDINGS: '4403040010010100001',
  HOUSES: '4403040010010100001000001',
  ENTITIES: entityCode('company', 0),
};
/** A record for which classes are stricter, where a register has such. */
const strictCodes: { readonly [R in RegisterName]?: string } = { ENTITIES: entityCode('soleTrader', 0) };
/** What changes in the rows of `codes` when their register is published again. */
const changed: { readonly [R in RegisterName]: Readonly<Record<string, string>> } = {
  DIVISIONS: { name: 'changed' },
  GRIDS: { name: 'changed' },
  BUILDINGS: { name: 'changed' },
  HOUSES: { room: 'changed' },
  ENTITIES: { status: 'SUSPENDED' },
};
const first = [...firstEditions(), firstEntities()];
const editions = [...first, ...first.map(publishedAgain)];
const lists: { readonly [R in RegisterName]: string } = {
  DIVISIONS: 'divisions',
  GRIDS: 'grids',
  BUILDINGS: 'buildings',
  HOUSES: 'houses',
  ENTITIES: 'entities',
};
const today = await memoryCity(editions);
/** The same city as it would have been built when every field was open. */
const formerlyOpen = await memoryCity(
  editions.map((edition): MemoryPublication => {
    const register = registers.find(({ name }) => name === edition.register);
    return { ...edition, layout: { open: Object.keys(register?.policies ?? {}) } };
  }),
);

/** A way to a row: the document around a selection, and where its rows are in the answer. */
interface Path {
  readonly name: string;
  readonly document: (selection: string) => string;
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
  readonly rows: (data: any) => readonly any[];
}

interface Sides {
  readonly before: unknown;
  readonly after: unknown;
}

function pathsTo({ name, typeName }: Register, code: string): readonly Path[] {
  const [one, many] = [typeName.toLowerCase(), lists[name]];
  const id = Buffer.from(`${typeName}:${code}`).toString('base64url');
  const common: readonly Path[] = [
    { name: 'direct', document: (s) => `{ ${one}(code: "${code}") ${s} }`, rows: (data) => [data[one]] },
    {
      name: 'direct, earlier edition',
      document: (s) => `{ ${one}(code: "${code}", knownAt: "2026-01-04T12:00:00Z", validAt: "2024") ${s} }`,
      rows: (data) => [data[one]],
    },
    {
      name: 'list',
      document: (s) => `{ ${many}(filter: { codeIn: ["${code}"] }) { nodes ${s} } }`,
      rows: (data) => data[many].nodes,
    },
    {
      name: 'whole list',
      document: (s) => `{ ${many}(first: 1000) { nodes ${s} } }`,
      rows: (data) => data[many].nodes,
    },
    {
      name: 'edges, in a fragment',
      document: (s) => `{ list: ${many}(first: 3) { edges { node { ...F } } } } fragment F on ${typeName} ${s}`,
      rows: (data) => data.list.edges.map((edge: { node: unknown }) => edge.node),
    },
    { name: 'node', document: (s) => `{ node(id: "${id}") { ... on ${typeName} ${s} } }`, rows: (data) => [data.node] },
    {
      name: 'history',
      document: (s) => `{ ${one}(code: "${code}") { history { nodes ${s} } } }`,
      rows: (data) => data[one].history.nodes,
    },
    {
      name: 'changes',
      document: (s) =>
        `{ changes(register: ${name}, since: 0, first: 2) { nodes { after { ... on ${typeName} ${s} } } } }`,
      rows: (data) => data.changes.nodes.map((change: { after: unknown }) => change.after),
    },
    {
      name: 'changes, both sides, in a fragment of their own',
      document: (s) =>
        `{ changes(register: ${name}, since: 1) { edges { node { before { ...F } after { ...F } } } } } fragment F on ${typeName} ${s}`,
      rows: (data) => data.changes.edges.flatMap(({ node }: { node: Sides }) => [node.before, node.after]),
    },
  ];
  return [...common, ...(code === codes[name] ? nestedPaths[name] : strictPaths(code))];
}

const house = `house(code: "${codes.HOUSES}")`;
const nestedPaths: { readonly [R in RegisterName]: readonly Path[] } = {
  DIVISIONS: [
    {
      name: 'house.community',
      document: (s) => `{ ${house} { community ${s} } }`,
      rows: (data) => [data.house.community],
    },
    {
      name: 'house.building.grid.community.parent.children',
      document: (s) => `{ ${house} { building { grid { community { parent { children { nodes ${s} } } } } } } }`,
      rows: (data) => data.house.building.grid.community.parent.children.nodes,
    },
  ],
  GRIDS: [
    { name: 'house.grid', document: (s) => `{ ${house} { grid ${s} } }`, rows: (data) => [data.house.grid] },
    {
      name: 'houses.grid',
      document: (s) => `{ houses(first: 30) { nodes { grid ${s} } } }`,
      rows: (data) => data.houses.nodes.map((node: { grid: unknown }) => node.grid),
    },
    {
      name: 'gridAt',
      document: (s) => `{ gridAt(point: { lon: 114.051, lat: 22.501 }) ${s} }`,
      rows: (data) => [data.gridAt],
    },
    {
      name: 'division.grids',
      document: (s) => `{ division(code: "440304") { grids { nodes ${s} } } }`,
      rows: (data) => data.division.grids.nodes,
    },
  ],
  BUILDINGS: [
    {
      name: 'houses.building, by alias',
      document: (s) => `{ houses(first: 30) { nodes { b: building ${s} } } }`,
      rows: (data) => data.houses.nodes.map((node: { b: unknown }) => node.b),
    },
    {
      name: 'grid.buildings',
      document: (s) => `{ grid(code: "${codes.GRIDS}") { buildings { nodes ${s} } } }`,
      rows: (data) => data.grid.buildings.nodes,
    },
  ],
  ENTITIES: [
    {
      name: 'grid.entities',
      document: (s) => `{ grid(code: "${codes.GRIDS}") { entities { nodes ${s} } } }`,
      rows: (data) => data.grid.entities.nodes,
    },
    {
      name: 'house.entities',
      document: (s) => `{ ${house} { entities { nodes ${s} } } }`,
      rows: (data) => data.house.entities.nodes,
    },
    {
      name: 'list by name',
      document: (s) => `{ entities(filter: { name: "示例" }, first: 100) { nodes ${s} } }`,
      rows: (data) => data.entities.nodes,
    },
    {
      name: 'list by words',
      document: (s) => `{ entities(filter: { nameContains: "示例" }, first: 100) { nodes ${s} } }`,
      rows: (data) => data.entities.nodes,
    },
    {
      name: 'list of an industry',
      document: (s) => `{ entities(filter: { industry: "651" }) { nodes ${s} } }`,
      rows: (data) => data.entities.nodes,
    },
  ],
  HOUSES: [
    {
      name: 'building.houses',
      document: (s) => `{ building(code: "${codes.BUILDINGS}") { houses { nodes ${s} } } }`,
      rows: (data) => data.building.houses.nodes,
    },
  ],
};

/** Ways to entities of all kinds; what a tier may not read by none of them. */
function strictPaths(code: string): readonly Path[] {
  return [
    {
      name: 'list within a division',
      document: (s) => `{ entities(filter: { within: "440304", codeIn: ["${code}"] }) { nodes ${s} } }`,
      rows: (data) => data.entities.nodes,
    },
    {
      name: 'list of a section',
      document: (s) => `{ entities(filter: { industry: "F" }) { nodes ${s} } }`,
      rows: (data) => data.entities.nodes,
    },
    {
      name: 'list of what is active',
      document: (s) => `{ entities(filter: { status: ACTIVE }, first: 100) { nodes ${s} } }`,
      rows: (data) => data.entities.nodes,
    },
  ];
}

const objects: { readonly [field: string]: string } = {
  parent: 'parent { code }',
  community: 'community { code }',
  grid: 'grid { code }',
  building: 'building { code }',
  house: 'house { code }',
};

function publishedAgain(edition: MemoryPublication): MemoryPublication {
  const { register, at, rows } = edition;
  return {
    ...edition,
    at: at.replace('2026-01-0', '2026-01-1'),
    rows: rows.map((row) =>
      [codes[register], strictCodes[register]].includes(row.code)
        ? ({ ...row, ...changed[register] } as StoredRow)
        : row,
    ),
  };
}

const stored = new Map<string, StoredRow>(
  editions.flatMap((edition) => edition.rows.map((row) => [`${edition.register} ${row.code}`, row] as const)),
);

/** True of fields whose value in an answer is another than the stored one: rows pointed at, geometry, what was changed. */
function shownOtherwise({ name }: Register, field: string): boolean {
  return field in objects || ['boundary', 'lon', 'lat', ...Object.keys(changed[name])].includes(field);
}

async function expectTable(city: MemoryCity, register: Register, path: Path, tier: Tier): Promise<void> {
  const fields = Object.keys(register.policies);
  const selection = `{ ${fields.map((field) => objects[field] ?? field).join(' ')} }`;
  const { data, errors, withheld, classes } = await ask({ city, tier }, path.document(selection));
  expect(errors).toEqual([]);
  const rows = path.rows(data);
  expect(rows.length).toBeGreaterThan(0);
  expect([...classes].filter((fieldClass) => !mayRead(tier, fieldClass))).toEqual([]);
  for (const [field, policy] of Object.entries(register.policies)) {
    const entry = withheld.find(({ coordinate }) => coordinate === `${register.typeName}.${field}`);
    const closed = rows.filter((row) => !mayRead(tier, classFor(policy, row)));
    for (const row of rows.filter((row) => !closed.includes(row)))
      if (!shownOtherwise(register, field))
        expect(row[field], field).toEqual(stored.get(`${register.name} ${row.code}`)?.[field]);
    for (const row of closed) expect(row[field], field).toBeNull();
    if (closed.length === 0) expect(entry, field).toBeUndefined();
    else {
      const requires = tierOfClass[classFor(policy, closed[0])];
      expect(entry, field).toMatchObject({ count: closed.length, requires, instead: policy.instead ?? null });
    }
  }
}

describe.each(registers)('$name', (register) => {
  for (const code of [codes[register.name], strictCodes[register.name] ?? []].flat()) {
    for (const path of pathsTo(register, code)) {
      for (const tier of tiers) {
        test(`${path.name} (${code}): ${tier} sees exactly what the table says`, () =>
          expectTable(today, register, path, tier));
        test(`${path.name} (${code}): ${tier} sees no more of an edition that was built when all was open`, () =>
          expectTable(formerlyOpen, register, path, tier));
      }
    }
  }
});

const values: { readonly [type: string]: string } = {
  Boolean: 'true',
  FloatRangeInput: '{ min: 1 }',
  String: '"Post 1"',
};

/** Every argument of a filter that asks for a field that is not open, as the schema has them. */
const filters = registers.flatMap(({ name: register, typeName, policies }) => {
  const input = schema.getType(`${typeName}Filter`) as GraphQLInputObjectType;
  return Object.values(input.getFields())
    .filter(({ name }) => (policies[name]?.class ?? 'open') !== 'open')
    .flatMap(({ name, type }) => {
      const value = isEnumType(type) ? type.getValues()[0]?.name : values[String(type)];
      const filter = `${name}: ${value}`;
      return [filter, `${filter}, codeIn: []`].map((text) => [lists[register], text, name] as const);
    });
});

test('the filters of restricted fields are known', () => {
  const known = new Set(filters.map(([list, , read]) => `${list} ${read}`));
  expect([...known]).toEqual([
    'grids post',
    'buildings legality',
    'houses floorArea',
    'houses rented',
    'entities capital',
  ]);
});

test.each(filters)(
  'a filter of %s by { %s } is for those who may read the field, and is refused before anything is read',
  async (field, filter, read) => {
    const register = registers.find(({ name }) => lists[name] === field);
    const fieldClass = register?.policies[read]?.class ?? 'open';
    for (const city of [today, formerlyOpen]) {
      for (const tier of tiers) {
        const { codes, blocks, data } = await ask(
          { city, tier },
          `{ ${field}(filter: { ${filter} }) { totalCount nodes { code } } }`,
        );
        if (mayRead(tier, fieldClass)) {
          expect(codes).toEqual([]);
          expect(data[field].totalCount).toBeNull();
        } else {
          expect(codes).toEqual(['FORBIDDEN_FILTER']);
          expect(blocks).toBe(0);
        }
      }
    }
  },
);

test.each([
  ['houses', 'rented: null', 'rented'],
  ['houses', 'floorArea: null', 'floorArea'],
  ['houses', 'floorArea: {}', 'floorArea'],
  ['houses', 'floorArea: { min: null }', 'floorArea'],
  ['houses', 'use: null, state: null', 'use'],
  ['buildings', 'legality: null', 'legality'],
  ['grids', 'post: null', 'post'],
  ['entities', 'capital: {}', 'capital'],
])(
  'a filter of %s that names a field and asks nothing of it, { %s }, is refused like any other, or as if it were absent',
  async (field, filter, read) => {
    const register = registers.find(({ name }) => lists[name] === field);
    const fieldClass = register?.policies[read]?.class ?? 'open';
    for (const city of [today, formerlyOpen]) {
      for (const tier of tiers) {
        const list = (args: string) =>
          ask({ city, tier }, `{ ${field}(first: 1000${args}) { totalCount nodes { code } } }`);
        const { codes, blocks, data } = await list(`, filter: { ${filter} }`);
        if (mayRead(tier, fieldClass)) {
          expect(codes).toEqual([]);
          expect(data).toEqual((await list('')).data);
          expect(data[field].totalCount).toEqual(expect.any(Number));
        } else expect([codes, blocks]).toEqual([['FORBIDDEN_FILTER'], 0]);
      }
    }
  },
);

test('only the trees of selected fields are read', async () => {
  const source = (fields: string) => `{ houses { nodes { ${fields} } } }`;
  const read = async (fields: string) =>
    [...(await ask({ city: today, tier: 'GOVERNMENT' }, source(fields))).classes].sort();
  expect(await read('code room')).toEqual(['open']);
  expect(await read('code floorArea')).toEqual(['enterprise', 'open']);
  expect(await read('rented @skip(if: true) floorArea @include(if: false)')).toEqual(['open']);
  expect(await read('rented')).toEqual(['government', 'open']);
  expect(await read('knownFrom')).toEqual(
    classesOf('GOVERNMENT')
      .filter((name) => name in layoutOf(registers[3] as Register))
      .sort(),
  );
});

test('a publication of restricted fields alone changes no byte that PUBLIC sees', async () => {
  const houses = editions.findLast(({ register }) => register === 'HOUSES');
  if (houses === undefined) throw new Error('Cannot test: an edition is missing');
  const changed = houses.rows.map((row) => ({ ...row, floorArea: 1, rented: null }) as unknown as StoredRow);
  const next = await memoryCity([...editions, { register: 'HOUSES', rows: changed, at: '2026-02-01T00:00:00.000Z' }]);
  const source = `{ houses(first: 5) { totalCount nodes { code floorArea rented knownFrom knownTo history { nodes { knownFrom } } }
      pageInfo { endCursor hasNextPage } edges { cursor } }
    changes(register: HOUSES, since: 0, first: 1000) { totalCount nodes { seq key at fields } pageInfo { endCursor } }
    catalogue { register seq publishedAt rows } myAccess { fields { coordinate readable } } }`;
  for (const tier of ['PUBLIC', 'REGISTERED'] as const) {
    const [one, other] = [await ask({ city: today, tier }, source), await ask({ city: next, tier }, source)];
    expect(JSON.stringify(other.data)).toBe(JSON.stringify(one.data));
    expect(other.withheld).toEqual(one.withheld);
  }
  const enterprise = await ask(
    { city: next, tier: 'ENTERPRISE' },
    '{ changes(register: HOUSES, since: 2) { totalCount } }',
  );
  expect(enterprise.data.changes.totalCount).toBe(changed.length);
});
