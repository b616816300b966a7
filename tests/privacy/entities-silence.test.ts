import { expect, test } from 'vitest';
import type { BlockReader } from '../../schema/ports.ts';
import { entities } from '../builders/entity-cells.ts';
import { entityCode } from '../builders/entity-rows.ts';
import { type CellsOfRow, csv, grids, houses } from '../builders/publication-city.ts';
import { publishingStore } from '../harness/publishing-store.ts';
import { testServer } from '../harness/server.ts';

/** A call of the block port: the class, and names and sizes of what was asked for. */
type Call = readonly [fieldClass: string, blocks: readonly (readonly [name: string, bytes: number])[]];

interface Seen {
  readonly answers: readonly string[];
  readonly calls: readonly Call[];
}

/** So many that orders and rows are more than one leaf. */
const rows = entities(400);
const isPerson = ({ code }: CellsOfRow): boolean => code?.startsWith('92') === true;
/** Sole traders under other names, with other owners, trades of the same section, and in another house of the community or none. */
const others = rows.map((row, place) =>
  isPerson(row)
    ? {
        ...row,
        ...{
          name: `示例另名${place}`.repeat(1 + (place % 4)),
          representative: `某乙${place % 7}`,
          address: '',
          industry: '52',
        },
        ...{ registeredOn: place % 2 === 0 ? '' : '1999', dissolvedOn: place % 5 === 0 ? '2020' : '' },
        house:
          place % 3 === 0 ? '' : (houses.find(({ building }) => building?.startsWith(`${row.grid}00002`))?.code ?? ''),
      }
    : row,
);

const fields = `id code authority category name status registeredOn dissolvedOn industry industrySection capital representative address
  house { code } grid { code } community { code } state validFrom validTo knownFrom knownTo replaces replacedBy retirement`;
const page = 'totalCount pageInfo { hasNextPage startCursor endCursor }';
const list = (filter: string) =>
  `{ entities(first: 30, filter: { ${filter} }) { edges { cursor node { ${fields} } } ${page} } }`;
const person = entityCode('soleTrader', 3);
const documents: readonly string[] = [
  `{ entity(code: "${person}") { ${fields} history { nodes { ${fields} } ${page} } } }`,
  `{ node(id: "${Buffer.from(`Entity:${person}`).toString('base64url')}") { ... on Entity { ${fields} } } }`,
  `{ entities(first: 1000) { nodes { ${fields} } ${page} } }`,
  list(`codeIn: ["${person}", "${entityCode('company', 3)}"]`),
  list('name: "示例"'),
  list('name: "示例另名"'),
  list('name: "示例张某"'),
  list('nameContains: "便利"'),
  list('nameContains: "另名"'),
  list('nameContains: "示例第3科技深圳"'),
  list('within: "440304"'),
  list(`within: "${grids[0]?.code}"`),
  list('within: "440304001001", status: ACTIVE'),
  list('industry: "F"'),
  list('industry: "52"'),
  list('registeredFrom: "1990", registeredTo: "2000"'),
  list('state: RETIRED'),
  `{ grid(code: "${grids[0]?.code}") { entities(first: 50) { nodes { ${fields} } ${page} } } }`,
  `{ house(code: "${houses[4]?.code}") { entities { nodes { ${fields} } ${page} } } }`,
  `{ changes(register: ENTITIES, since: 0, first: 50) { nodes { seq kind key fields after { ... on Entity { ${fields} } } } ${page} } }`,
  `{ changes(register: ENTITIES, since: 0, first: 50, within: "440304001002") { nodes { seq kind key fields } ${page} } }`,
  '{ dataset(register: ENTITIES) { seq rows publishedAt } myAccess { fields { coordinate readable except { class } } } }',
];

/** Who may read nothing that is closed of sole traders. */
const outsiders = ['PUBLIC', 'REGISTERED'] as const;
type Outsider = (typeof outsiders)[number];

/** All that a viewer, and the block port on his behalf, see of a store whose entities come from `files`, published one by one. */
async function look(files: readonly (readonly CellsOfRow[])[], tier: Outsider): Promise<Seen> {
  await using city = publishingStore();
  await city.publishCity();
  for (const file of files) {
    const report = await city.publish('ENTITIES', csv('entities', file));
    expect(report).toMatchObject({ published: true, rejected: 0 });
  }
  const calls: Call[] = [];
  const blocks: BlockReader = {
    read: async (fieldClass, names) => {
      const found = await city.store.blocks.read(fieldClass, names);
      calls.push([fieldClass, names.map((name) => [name, found.get(name)?.length ?? -1])]);
      return found;
    },
  };
  const clock = () => Date.parse('2026-06-01T04:00:00Z');
  await using server = await testServer({ city: { blocks, editions: city.store.editions }, clock });
  const { api } = tier === 'PUBLIC' ? server : await server.admit(tier);
  const answers: string[] = [];
  for (const document of documents) {
    const { text } = await api.post(document);
    answers.push(text.replace(/"traceId":"[^"]*"/g, ''));
  }
  return { answers, calls };
}

test.each(outsiders)(
  'two stores that differ only in what is closed of sole traders give %s the same bytes and the same trace of blocks',
  async (tier) => {
    const [one, other] = [await look([rows], tier), await look([others], tier)];
    expect(one.answers.filter((answer) => answer.includes('"errors"'))).toEqual([]);
    expect(other.answers).toEqual(one.answers);
    expect(other.calls).toEqual(one.calls);
    const classes = [...new Set(one.calls.map(([fieldClass]) => fieldClass))];
    expect(classes).toContain('open');
    expect(classes.filter((fieldClass) => fieldClass === 'enterprise' || fieldClass === 'government')).toEqual([]);
    expect(one.answers.join()).not.toMatch(/便利店|另名|某甲|某乙/);
    expect(one.answers[0]).toContain(person);
  },
);

test.each(outsiders)('nor does a publication of such changes move anything that %s sees', async (tier) => {
  expect(await look([rows, others], tier)).toEqual(await look([rows], tier));
});
