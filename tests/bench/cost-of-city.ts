import { join } from 'node:path';
import { publishSample } from '../../functions/local/publish-sample.ts';
import { temporaryFolder } from '../../functions/local/temporary-folder.ts';
import { openSqliteStore } from '../../functions/store/sqlite/open-sqlite-store.ts';
import type { Store } from '../../schema/ports.ts';
import { coldAsker } from './asker.ts';
import { codesByLeaf, largeCommunity } from './city-codes.ts';
import { costOf, halfReadsOf, type Use, writesOf } from './cost.ts';
import { type Figure, figure } from './figure.ts';
import type { Question } from './http-client.ts';
import { meteredStore } from './metered-store.ts';
import { houseOf, pageOf, pageRows } from './questions.ts';
import { median, timed } from './timing.ts';
import { usualHouses, type Workbench } from './workbench.ts';

const name = 'cost';
const unit = '$ a million';
const peer = 'one item per record';
const megabytes = 1769;
const runs = 15;
const publishedHouses = 20_000;

/** Paid by both: the call, the request, and the budget of points that is kept for whoever asks. */
const everyRequest = { megabytes, calls: 1, requests: 1, writes: 1 };

/** What a million queries and a million published rows cost on AWS, beside the same from one item for each record. */
export async function benchCost(bench: Workbench): Promise<readonly Figure[]> {
  const store = await bench.sqlite(usualHouses);
  const codes = (await codesByLeaf(store)).map((leaf) => leaf[Math.floor(leaf.length / 2)] ?? '').filter(Boolean);
  const house = await queryCost(
    store,
    codes.slice(0, runs).map((code) => houseOf(code).ours),
  );
  const community = await largeCommunity(store);
  const page = await queryCost(
    store,
    Array.from({ length: runs }, () => pageOf(community).ours),
  );
  // A house, its building and its grid are three items; a page reads its houses, and of buildings and grids the distinct ones.
  const items = (rows: number) => rows * itemBytes;
  const itemHouse = { ...everyRequest, milliseconds: house.milliseconds, halfReads: 3 * halfReadsOf(itemBytes) };
  const itemPage = { ...everyRequest, milliseconds: page.milliseconds, halfReads: halfReadsOf(items(pageRows)) + 60 };
  const published = await publicationCost();
  bench.notes.push(
    `cost: a house takes ${house.halfReads.toFixed(1)} half reads and ${house.milliseconds.toFixed(2)} ms, a page ${page.halfReads.toFixed(1)} and ${page.milliseconds.toFixed(1)} ms, a published row ${published.writes.toFixed(3)} write units and ${published.milliseconds.toFixed(4)} ms; of rows nothing is in memory`,
    'cost: one item per record is given the same milliseconds, so that only reads and writes are compared',
  );
  return [
    million('queries for a house by code', house, itemHouse),
    million(`queries for a page of ${pageRows}`, page, itemPage),
    million('published rows', published, { ...published, writes: writesOf(itemBytes) + indexWrites }),
  ];
}

/** A house of 14 fields as an item (traps of this stack: some 350 bytes), and the index by community that lists need. */
const itemBytes = 350;
const indexWrites = 1;

function million(what: string, ours: Use, theirs: Use): Figure {
  return figure({ name, metric: what, unit, value: costOf(ours) * 1e6, peer, peerValue: costOf(theirs) * 1e6 });
}

/** The middle of questions to handlers that have met the edition, but read no rows: a warm cache of rows makes it less. */
async function queryCost(store: Store, questions: readonly Question[]): Promise<Use> {
  const [reads, times] = [[] as number[], [] as number[]];
  for (const question of questions) {
    const metered = meteredStore(store);
    const asker = await coldAsker(metered.store, question);
    metered.meter.halfReads = 0;
    times.push(await timed(() => asker.ask(question)));
    reads.push(metered.meter.halfReads);
  }
  return { ...everyRequest, milliseconds: median(times), halfReads: median(reads) };
}

async function publicationCost(): Promise<Use> {
  await using folder = temporaryFolder();
  const store = openSqliteStore(join(folder.path, 'data'), Date.now);
  try {
    const { store: counted, meter } = meteredStore(store);
    let rows = 0;
    const onStep = (_step: unknown, report: { readonly rows: number }) => {
      rows += report.rows;
    };
    const milliseconds = await timed(() =>
      publishSample(counted, { houses: publishedHouses, seed: 1, onProgress: () => {}, onStep }),
    );
    const each = { milliseconds: milliseconds / rows, halfReads: meter.halfReads / rows, writes: meter.writes / rows };
    return { ...each, megabytes: 3008, calls: 0, requests: 0 };
  } finally {
    await store.close();
  }
}
