import type { Store } from '../../schema/ports.ts';
import { generator } from '../geometry/synthetic-partition.ts';
import { type Asker, coldAsker } from './asker.ts';
import { codesByLeaf, sampled } from './city-codes.ts';
import { type Figure, figure, limited } from './figure.ts';
import { getItem } from './items.ts';
import { houseOf } from './questions.ts';
import { median, race, timed } from './timing.ts';
import { usualHouses, type Workbench } from './workbench.ts';

const name = 'house';
const sizes = [10_000, 100_000, 1_000_000] as const;
const rounds = 5;
const codesARound = 30;
/** Leaves from one that is read ahead to the next: fewer than an index block has children, mostly. */
const mostStride = 16;

/** Median milliseconds of one house by its code; `cold`: the index levels of the tree are cached, its leaf is not. */
interface Latency {
  readonly cold: number;
  readonly warm: number;
  /** Of a cold answer. */
  readonly blocks: number;
  readonly getItem: number;
}

/** (e) One house by its code, in cities of three sizes, on both stores. */
export async function benchHouse(bench: Workbench): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  const items = await bench.items();
  const random = generator(3);
  const read = items === null ? null : () => getItem(items.client, sampled(items.houses, 1, random)[0] ?? {});
  for (const [name, open] of [
    ['SQLite', bench.sqlite],
    ['dynoxide', bench.dynamodb],
  ] as const) {
    const cities: City[] = [];
    for (const houses of sizes) {
      const store = await open(houses);
      if (store !== null) cities.push(await newCity(houses, store));
    }
    // Round by round, so that sizes are compared as the machine was in the same minute.
    for (let round = 0; round <= rounds; round += 1) {
      for (const city of cities) await measure(city, read, round > 0);
    }
    figures.push(...figuresOf(name, new Map(cities.map((city) => [city.houses, latencyOf(city)]))));
  }
  const store = await bench.dynamodb(usualHouses);
  return store === null || read === null ? figures : [...figures, await budgetKept(store, read)];
}

/** What it costs to keep budgets of points, as deployments do and local runs do not: one conditional update a request. */
async function budgetKept(store: Store, read: () => Promise<unknown>): Promise<Figure> {
  const question = houseOf(middleOf((await codesByLeaf(store))[0] ?? [])).ours;
  const asker = await coldAsker(store, question, { limits: true });
  const contenders = { ours: { call: () => asker.ask(question) }, getItem: { call: read } };
  const times = await race(contenders, { runs: 100, warmUps: 30 });
  return figure({
    name,
    metric: `one of ${usualHouses.toLocaleString('en')} by code, dynoxide, warm, budgets kept`,
    unit: 'ms',
    value: times.ours,
    peer: 'SDK GetItem',
    peerValue: times.getItem,
  });
}

function figuresOf(store: string, latencies: ReadonlyMap<number, Latency>): Figure[] {
  const isDynamodb = store === 'dynoxide';
  const bare = isDynamodb ? 'SDK GetItem' : 'SDK GetItem, dynoxide';
  const figures = [...latencies].flatMap(([houses, { cold, warm, blocks, getItem: peerValue }]) => {
    const metric = `one of ${houses.toLocaleString('en')} by code, ${store}`;
    const unit = 'ms';
    const target = isDynamodb ? { target: { of: 'ratio', most: 1.3 } as const } : {};
    return [
      limited({ name, metric: `${metric}, leaf cold`, unit: 'blocks', value: blocks }, { most: 1 }),
      figure({ name, metric: `${metric}, leaf cold`, unit, value: cold, peer: bare, peerValue, ...target }),
      figure({ name, metric: `${metric}, warm`, unit, value: warm, peer: bare, peerValue }),
    ];
  });
  const [small, large] = [latencies.get(sizes[0]), latencies.get(sizes[2])];
  if (small === undefined || large === undefined) return figures;
  const flat = figure({
    name,
    metric: `one of 1,000,000 by code, ${store}, leaf cold`,
    unit: 'ms',
    value: large.cold,
    peer: 'one of 10,000',
    peerValue: small.cold,
    target: { of: 'ratio', most: 1.3 },
  });
  return [...figures, flat];
}

interface City {
  readonly houses: number;
  readonly store: Store;
  /** A code from each leaf that handlers read ahead, and codes of leaves that they do not. */
  readonly ahead: readonly string[];
  readonly unread: readonly string[];
  readonly random: () => number;
  readonly times: { readonly [what in 'cold' | 'warm' | 'getItem' | 'blocks']: number[] };
}

async function newCity(houses: number, store: Store): Promise<City> {
  const codes = (await codesByLeaf(store)).filter((leaf) => leaf.length > 2).map(middleOf);
  const stride = Math.max(2, Math.min(mostStride, Math.floor(codes.length / 200)));
  return {
    houses,
    store,
    ahead: codes.filter((_, place) => place % stride === 0),
    unread: codes.filter((_, place) => place % stride === Math.floor(stride / 2)),
    random: generator(4),
    times: { cold: [], warm: [], getItem: [], blocks: [] },
  };
}

async function measure(city: City, read: (() => Promise<unknown>) | null, counts: boolean): Promise<void> {
  const asker = await indexesRead(city);
  for (const code of sampled(city.unread, codesARound, city.random)) {
    const before = asker.reads.blocks;
    const cold = await timed(() => asker.ask(houseOf(code).ours));
    const blocks = asker.reads.blocks - before;
    const warm = await timed(() => asker.ask(houseOf(code).ours));
    const peer = read === null ? Number.NaN : await timed(read);
    if (!counts) continue;
    city.times.cold.push(cold);
    city.times.warm.push(warm);
    city.times.getItem.push(peer);
    city.times.blocks.push(blocks);
  }
}

function latencyOf({ times }: City): Latency {
  return {
    cold: median(times.cold),
    warm: median(times.warm),
    getItem: median(times.getItem),
    blocks: median(times.blocks),
  };
}

/** A handler that has read a leaf here and there below each index block, and so all index blocks but for very short ones. */
async function indexesRead({ store, ahead }: City): Promise<Asker> {
  const asker = await coldAsker(store, houseOf(ahead[0] ?? '').ours);
  for (const code of ahead) await asker.ask(houseOf(code).ours);
  return asker;
}

/** Neither first nor last of its leaf: whether those have rows in the leaf next to it is not known without reading that. */
function middleOf(leaf: readonly string[]): string {
  return leaf[Math.floor(leaf.length / 2)] ?? '';
}
