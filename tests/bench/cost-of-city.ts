import { publishSample } from '../../functions/local/publish-sample.ts';
import { temporaryFolder } from '../../functions/local/temporary-folder.ts';
import { connect } from '../../functions/store/dynamodb/connect.ts';
import { openDynamodbStore } from '../../functions/store/dynamodb/open-dynamodb-store.ts';
import { createTables } from '../../functions/store/dynamodb/tables.ts';
import { folderObjects } from '../../functions/store/folder-objects.ts';
import type { Store } from '../../schema/ports.ts';
import type { DynamodbEngine } from '../harness/dynamodb-engine.ts';
import { coldAsker } from './asker.ts';
import { consumedSince, type Meter, meter } from './capacity.ts';
import { codesByLeaf, largeCommunity } from './city-codes.ts';
import { costOf } from './cost.ts';
import { createCostTable, readingOf, readingPage, type Taken, writingOf } from './cost-of-items.ts';
import { type Figure, figure } from './figure.ts';
import type { Question } from './http-client.ts';
import { readHouses } from './items.ts';
import { houseOf, pageOf, pageRows } from './questions.ts';
import { sampleFile } from './sample-files.ts';
import { sdkClient } from './sdk-client.ts';
import { median, timed } from './timing.ts';
import { prefixOf, usualHouses, type Workbench } from './workbench.ts';

const name = 'cost';
const unit = '$ a million';
const peer = 'one item per record, bare SDK';
const runs = 15;
const publishedHouses = 20_000;

/** Paid by both: the function (1,769 MB: one processor), its call and its request. */
const everyQuery = { megabytes: 1769, calls: 1, requests: 1 };
/** Paid by both: a step of a publication. */
const everyRow = { megabytes: 3008, calls: 0, requests: 0 };
/** The budget of points is kept for whoever asks, whatever the design. */
const budget = 1;

/** A store on DynamoDB whose requests are metered. */
interface Metered {
  readonly store: Store;
  readonly meter: Meter;
}

/** What a million queries and a million published rows cost on AWS, beside the same from one item for each record. */
export async function benchCost(bench: Workbench): Promise<readonly Figure[]> {
  const engine = await bench.engine();
  if (engine === null) return [];
  await using closing = new AsyncDisposableStack();
  await bench.dynamodb(usualHouses);
  const folder = closing.use(temporaryFolder());
  const metered = await meteredStore(engine, prefixOf(usualHouses), folder.path);
  closing.defer(() => metered.store.close());
  const ours = await askedOf(metered);
  const published = await publishedTo(engine, folder.path);
  const items = await itemsOf(engine, ours.page.others);
  bench.notes.push(...notesOn({ ...ours, published }), ...notesOn(items).map((note) => `${note} (${peer})`));
  return [
    million('queries for a house by code', [ours.house, withBudget(items.house)], everyQuery),
    million(
      `queries for a page of ${pageRows} with buildings and grids`,
      [ours.page, withBudget(items.page)],
      everyQuery,
    ),
    million('published rows', [published, items.published], everyRow),
  ];
}

const withBudget = (taken: Taken): Taken => ({ ...taken, writes: taken.writes + budget });

async function meteredStore({ endpoint }: DynamodbEngine, prefix: string, folder: string): Promise<Metered> {
  const connection = connect(endpoint, prefix);
  const counting = meter();
  const metered = { ...connection, send: counting.metered(connection.send) };
  return { store: openDynamodbStore(metered, folderObjects(folder), Date.now), meter: counting };
}

/** The middle of questions to handlers that have met the edition, but read no rows: a warm cache of rows makes it less. */
async function askedOf(metered: Metered): Promise<{ house: Taken; page: Taken & { others: number } }> {
  const codes = (await codesByLeaf(metered.store)).map((leaf) => leaf[Math.floor(leaf.length / 2)] ?? '');
  const wanted = codes.filter(Boolean).slice(0, runs);
  const house = await takenBy(
    metered,
    wanted.map((code) => houseOf(code).ours),
  );
  const question = pageOf(await largeCommunity(metered.store)).ours;
  const page = await takenBy(
    metered,
    Array.from({ length: runs }, () => question),
  );
  return { house, page: { ...page, others: await othersOf(metered.store, question) } };
}

async function takenBy({ store, meter }: Metered, questions: readonly Question[]): Promise<Taken> {
  const all: Taken[] = [];
  for (const question of questions) {
    const asker = await coldAsker(store, question, { limits: true });
    const before = meter.used();
    const milliseconds = await timed(() => asker.ask(question));
    all.push({ milliseconds, ...consumedSince(before, meter) });
  }
  const middle = (of: keyof Taken) => median(all.map((taken) => taken[of]));
  return { milliseconds: middle('milliseconds'), reads: middle('reads'), writes: middle('writes') };
}

/** Buildings and grids that a page of houses names, each once. */
async function othersOf(store: Store, question: Question): Promise<number> {
  const asker = await coldAsker(store, question);
  const { data } = JSON.parse(await asker.ask(question)) as { data: { houses: { nodes: readonly PageNode[] } } };
  return new Set(data.houses.nodes.flatMap(({ building, grid }) => [building.code, grid.code])).size;
}

interface PageNode {
  readonly building: { readonly code: string };
  readonly grid: { readonly code: string };
}

/** A row of the sample's first and later publications. */
async function publishedTo(engine: DynamodbEngine, folder: string): Promise<Taken> {
  const prefix = 'bench-cost-';
  await createTables(connect(engine.endpoint, prefix));
  const { store, meter } = await meteredStore(engine, prefix, folder);
  try {
    let rows = 0;
    const onStep = (_step: unknown, report: { readonly rows: number }) => {
      rows += report.rows;
    };
    const milliseconds = await timed(() =>
      publishSample(store, { houses: publishedHouses, seed: 1, onProgress: () => {}, onStep }),
    );
    const { reads, writes } = meter.used();
    return { milliseconds: milliseconds / rows, reads: reads / rows, writes: writes / rows };
  } finally {
    await store.close();
  }
}

/** The same of items; `others` stand for the buildings and grids of the page. */
async function itemsOf(
  { endpoint }: DynamodbEngine,
  others: number,
): Promise<Record<'house' | 'page' | 'published', Taken>> {
  const design = { client: sdkClient(endpoint), meter: meter() };
  design.meter.watch(design.client);
  const community = 'page';
  try {
    await createCostTable(design);
    const houses = await readHouses((await sampleFile(usualHouses, '04-houses.csv')).path, publishedHouses);
    const paged = houses.slice(0, pageRows).map((house) => ({ ...house, community }));
    const published = await writingOf(design, [...paged, ...houses.slice(pageRows)]);
    const house = await readingOf(design, houses[0] ?? {}, runs);
    const rest = houses.slice(pageRows, pageRows + others);
    const page = await readingPage(design, { community, houses: pageRows, others: rest }, runs);
    return { house, page, published };
  } finally {
    design.client.destroy();
  }
}

function million(what: string, [ours, theirs]: readonly [Taken, Taken], paid: typeof everyQuery): Figure {
  const dollars = (taken: Taken) => costOf({ ...paid, ...taken }) * 1e6;
  return figure({ name, metric: what, unit, value: dollars(ours), peer, peerValue: dollars(theirs) });
}

function notesOn(all: Record<'house' | 'page' | 'published', Taken>): string[] {
  return (['house', 'page', 'published'] as const).map((what) => {
    const { reads, writes, milliseconds } = all[what];
    return `cost, ${what}: ${reads.toFixed(3)} read units, ${writes.toFixed(3)} write units, ${milliseconds.toFixed(3)} ms`;
  });
}
