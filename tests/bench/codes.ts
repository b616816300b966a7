import { generator } from '../geometry/synthetic-partition.ts';
import { codesByLeaf, sampled } from './city-codes.ts';
import { cold, coldReads, warm } from './contenders.ts';
import { type Figure, figure } from './figure.ts';
import { batchGetItems } from './items.ts';
import { housesOf, pageRows } from './questions.ts';
import { race } from './timing.ts';
import { usualHouses, type Workbench } from './workbench.ts';

const name = 'codes';

/** (f) 1,000 houses by codes drawn from the whole city. */
export async function benchCodes(bench: Workbench): Promise<readonly Figure[]> {
  const sqlite = await bench.sqlite(usualHouses);
  const { ours: question } = housesOf(sampled((await codesByLeaf(sqlite)).flat(), pageRows, generator(5)));
  const [dynamodb, items] = [await bench.dynamodb(usualHouses), await bench.items()];
  const wanted = sampled(items?.houses ?? [], pageRows, generator(6));
  const times = await race(
    {
      coldSqlite: await cold(sqlite, question),
      warmSqlite: await warm(sqlite, question),
      coldDynamodb: dynamodb === null ? { call: () => undefined } : await cold(dynamodb, question),
      warmDynamodb: dynamodb === null ? { call: () => undefined } : await warm(dynamodb, question),
      items: { call: () => (items === null ? undefined : batchGetItems(items.client, wanted)) },
    },
    { runs: 15, warmUps: 8 },
  );
  const reads = await coldReads(sqlite, question);
  bench.notes.push(`codes, cold: ${reads.blocks} blocks in ${reads.calls} requests to the store`);
  if (items === null) return [];
  const about = { name, unit: 'ms', peer: 'SDK BatchGet of 1,000 items, 10 requests at once', peerValue: times.items };
  const metric = (store: string) => `${pageRows.toLocaleString('en')} random codes by codeIn, ${store}`;
  return [
    figure({
      ...about,
      metric: metric('dynoxide, cold'),
      value: times.coldDynamodb,
      target: { of: 'ratio', most: 1.5 },
    }),
    figure({ ...about, metric: metric('dynoxide, warm'), value: times.warmDynamodb }),
    figure({ ...about, metric: metric('SQLite, cold'), value: times.coldSqlite }),
    figure({ ...about, metric: metric('SQLite, warm'), value: times.warmSqlite }),
  ];
}
