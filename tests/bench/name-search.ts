import { join } from 'node:path';
import { temporaryFolder } from '../../functions/local/temporary-folder.ts';
import { openSqliteStore } from '../../functions/store/sqlite/open-sqlite-store.ts';
import type { Edition, NamedBlock, Store } from '../../schema/ports.ts';
import { partOf, rowEntry } from '../../schema/publication/class-rows.ts';
import { ordersOf } from '../../schema/publication/orders.ts';
import { placementOf } from '../../schema/publication/placed-fields.ts';
import { registerOf } from '../../schema/registers/index.ts';
import { layoutOf } from '../../schema/registers/register.ts';
import type { TreeRoot } from '../../schema/tree/block.ts';
import { type Density, keyDensity, rowDensity } from '../../schema/tree/boundary.ts';
import { build } from '../../schema/tree/build.ts';
import type { Entry } from '../../schema/tree/entry.ts';
import { rowOf } from '../builders/city-rows.ts';
import { withCreditCheck } from '../codes/generated-credit-codes.ts';
import { coldAsker } from './asker.ts';
import { type Figure, limited } from './figure.ts';
import type { Workbench } from './workbench.ts';

const name = 'name-search';
const entities = 3_000_000;

/** Entities found by the beginning of their name: how often the store is asked, by a handler that has met the edition. */
export async function benchNameSearch(bench: Workbench): Promise<readonly Figure[]> {
  await using folder = temporaryFolder();
  const store = openSqliteStore(join(folder.path, 'data'), Date.now);
  await publishNames(store);
  const wanted = nameOf(1_234_567);
  const question = {
    query: `query ($name: String!, $knownAt: DateTime) {
      entities(filter: { name: $name }, first: 20, knownAt: $knownAt) { nodes { code name } } }`,
    variables: { name: wanted.slice(0, -6) },
  };
  const asker = await coldAsker(store, question);
  const before = { ...asker.reads };
  const answer = await asker.ask(question);
  const [calls, blocks] = [asker.reads.calls - before.calls, asker.reads.blocks - before.blocks];
  await store.close();
  if (!answer.includes(wanted)) throw new Error(`Cannot measure a search: "${wanted}" must be found`);
  bench.notes.push(`name-search: ${blocks} blocks; a handler that has met the edition`);
  const metric = `name search over ${entities.toLocaleString('en')} entities, round trips to the store`;
  return [limited({ name, metric, unit: 'requests', value: calls }, { most: 3 })];
}

/** A register of nothing but names, in its two trees that a search reads; the last of its fields are empty. */
async function publishNames(store: Store): Promise<void> {
  const register = registerOf('ENTITIES');
  const placed = placementOf(register);
  const rows = function* (): Generator<Entry> {
    for (let place = 0; place < entities; place += 1) {
      const row = rowOf({ code: codeOf(place), name: nameOf(place), status: 'ACTIVE' });
      yield rowEntry(row, 'open', partOf(row, placed('open', row), 1));
    }
  };
  const order = ordersOf.ENTITIES.find((one) => one.name === 'order.name');
  const names = function* (): Generator<Entry> {
    for (let place = 0; place < entities; place += 1)
      yield* order?.entries([rowOf({ code: codeOf(place), name: nameOf(place), status: 'ACTIVE' })], () => []) ?? [];
  };
  const trees = {
    'rows.open': await written(store, rows(), rowDensity),
    'order.name': await written(store, names(), keyDensity),
  };
  const at = new Date(Date.now() - 1000).toISOString();
  const edition: Edition = {
    ...{ tier: 'PUBLIC', number: 1, at },
    registers: { ENTITIES: { seq: 1, publishedAt: at, layout: layoutOf(register), trees } },
  };
  await store.editions.move({ editions: [edition], publications: [], report: null, leaves: [] });
}

async function written(store: Store, entries: Iterable<Entry>, density: Density): Promise<TreeRoot | null> {
  let blocks: NamedBlock[] = [];
  const flush = async () => {
    await store.blocks.write('open', blocks);
    blocks = [];
  };
  const sink = (name: string, bytes: Uint8Array) => (blocks.push({ name, bytes }) < 250 ? undefined : flush());
  const root = await build(entries, sink, density);
  await flush();
  return root;
}

/** Codes and names rise together. */
function codeOf(place: number): string {
  return withCreditCheck(`91440300M${String(place).padStart(7, '0')}X`);
}

function nameOf(place: number): string {
  return `示例第${String(place).padStart(7, '0')}科技有限公司`;
}
