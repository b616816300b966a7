import { execute, parse } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../schema/index.ts';
import type { Tier } from '../../schema/privacy/tier.ts';
import type { StoredRow } from '../../schema/registers/register.ts';
import { memoryCity } from '../builders/edition.ts';
import { entityCode, entityRows } from '../builders/entity-rows.ts';
import { readerContext } from '../builders/reader-context.ts';
import { firstEditions } from '../builders/sample-editions.ts';

const words = ['启航', '鹏程', '华源', '信兴', '恒通', '盛丰', '联科', '创宇', '瑞诚', '泰业', '达隆', '远光'];
const [first] = entityRows();
/** Entities whose names are in another order than their codes: every row that is found lies in a leaf of its own. */
const rows = Array.from({ length: 6000 }, (_, number): StoredRow => {
  const scattered = (number * 7919) % 6000;
  const name = `深圳${words[scattered % 12]}${words[(scattered >> 4) % 12]}${scattered}科技有限公司`;
  const kind = number % 3 === 0 ? 'soleTrader' : 'company';
  return { ...first, code: entityCode(kind, number), name } as StoredRow;
});
const city = await memoryCity([...firstEditions(), { register: 'ENTITIES', rows, at: '2026-01-05T00:00:00.000Z' }]);

interface Trips {
  /** Times that the block port was waited for, and how often of those for leaves. */
  readonly all: number;
  readonly leaves: number;
  readonly found: number;
}

async function tripsOf(tier: Tier, filter: string): Promise<Trips> {
  const context = await readerContext(city, tier);
  const trips = { all: 0, leaves: 0 };
  const cached = new Set<string>();
  let [pending, withLeaves] = [0, false];
  const blocks: typeof context.blocks = (fieldClass) => {
    const read = context.blocks(fieldClass);
    return async (references) => {
      const missing = references.filter(({ hash }) => !cached.has(hash));
      if (missing.length === 0) return read(references);
      if (pending === 0) [trips.all, withLeaves] = [trips.all + 1, false];
      if (!withLeaves && missing.some(({ level }) => level === 0))
        [trips.leaves, withLeaves] = [trips.leaves + 1, true];
      pending += 1;
      await new Promise((done) => setImmediate(done)); // whoever asks at once is waited for at once
      const found = await read(references);
      for (const { hash } of missing) cached.add(hash);
      pending -= 1;
      return found;
    };
  };
  const document = parse(
    `{ entities(filter: { ${filter} }) { totalCount nodes { code name status } pageInfo { hasNextPage } } }`,
  );
  const { data, errors } = await execute({ schema, document, contextValue: { ...context, blocks } });
  expect(errors).toBeUndefined();
  return { ...trips, found: (data as { entities: { nodes: unknown[] } }).entities.nodes.length };
}

const levels = async (tier: Tier, ...trees: string[]) => {
  const { registers } = (await city.editions.latest(tier)) ?? {};
  return trees.map((tree) => (registers?.ENTITIES?.trees[tree]?.level ?? -1) + 1);
};

test.each([
  ['name: "深圳鹏程"', 'order.name'],
  ['name: "深圳鹏程华源1"', 'order.name'],
  ['nameContains: "科"', 'order.words'],
  ['nameContains: "鹏程"', 'order.words'],
  ['nameContains: "（鹏程）泰"', 'order.words'],
  ['nameContains: "鹏程泰业"', 'order.words'],
])(
  'a search { %s } waits for leaves at most three times, and once for each level of the trees',
  async (filter, order) => {
    for (const tier of ['PUBLIC', 'ENTERPRISE'] as const) {
      const { all, leaves, found } = await tripsOf(tier, filter);
      expect(found).toBeGreaterThan(0);
      expect(leaves).toBeLessThanOrEqual(3);
      const trees = tier === 'PUBLIC' ? [order, 'rows.open'] : [order, 'rows.open', 'rows.enterprise'];
      const most = (await levels(tier, ...trees)).reduce((sum, level) => sum + level, 0);
      expect(all).toBeLessThanOrEqual(most + 1); // the strict tree of the order may be a level higher
    }
  },
);
