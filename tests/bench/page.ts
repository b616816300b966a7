import { schema } from '../../schema/index.ts';
import { largeCommunity } from './city-codes.ts';
import { cold, coldReads, fresh, warm } from './contenders.ts';
import { type Figure, figure } from './figure.ts';
import { gatewayEvent } from './gateway-event.ts';
import { queryItems, writeItems } from './items.ts';
import { naiveShield } from './naive-shield.ts';
import { pageOf, pageRows } from './questions.ts';
import { type Contender, race } from './timing.ts';
import { usualHouses, type Workbench } from './workbench.ts';

const name = 'page';
const metric = `${pageRows.toLocaleString('en')} houses x 12 fields, building and grid`;
const naive = 'graphql-shield on every field, nothing read';
/** So often V8 has to see the code of either side before its times stay the same. */
const warmUps = 50;

/** (b) and (c) A page of 1,000 houses with nested building and grid, through the whole handler. */
export async function benchPage(bench: Workbench): Promise<readonly Figure[]> {
  const sqlite = await bench.sqlite(usualHouses);
  const { ours: question } = pageOf(await largeCommunity(sqlite));
  const inMemory = await warm(sqlite, question);
  const answer = JSON.parse(String(await inMemory.call(0))) as { data: { houses: { nodes: readonly PageRow[] } } };
  const respond = naiveShield(schema, answer.data.houses);
  await checkEqual(answer.data, (await respond(gatewayEvent(question))).body);
  const floor = await race({ warm: inMemory, text: { call: () => JSON.stringify(answer) } }, { runs: 25, warmUps });
  const times = await race(
    {
      warm: inMemory,
      cold: await cold(sqlite, question),
      naive: { call: () => respond(gatewayEvent(question)) },
    },
    { runs: 15, warmUps: 15 },
  );
  const reads = await coldReads(sqlite, question);
  bench.notes.push(`page, cold: ${reads.blocks} blocks in ${reads.calls} requests to the store`);
  const text = { peer: 'JSON.stringify of the answer', peerValue: floor.text };
  const ours = (cache: string, value: number) => ({ name, metric: `${metric}, SQLite, ${cache}`, unit: 'ms', value });
  return [
    figure({ ...ours('warm', floor.warm), ...text, target: { of: 'ratio', most: 5 } }),
    figure({ ...ours('cold', times.cold), ...text }),
    figure({ ...ours('warm', times.warm), peer: naive, peerValue: times.naive, target: { of: 'ratio', most: 0.25 } }),
    ...(await pageOfDynamodb(bench, question, answer.data.houses.nodes)),
  ];
}

type PageRow = Readonly<Record<string, string | number | null | { readonly code: string }>>;

async function pageOfDynamodb(
  bench: Workbench,
  question: ReturnType<typeof pageOf>['ours'],
  rows: readonly PageRow[],
): Promise<Figure[]> {
  const [store, items] = [await bench.dynamodb(usualHouses), await bench.items()];
  if (store === null || items === null) return [];
  const community = 'page';
  await writeItems(
    items.client,
    rows.map((row) => ({ ...cellsOf(row), community })),
  );
  const contenders: Record<'warm' | 'cold' | 'fresh' | 'items', Contender> = {
    warm: await warm(store, question),
    cold: await cold(store, question),
    fresh: fresh(store, question),
    items: { call: async () => JSON.stringify(await queryItems(items.client, community)) },
  };
  const times = await race(contenders, { runs: 25, warmUps });
  const peer = { peer: 'SDK Query of the items + JSON.stringify', peerValue: times.items };
  const ours = (cache: string, value: number) => ({ name, metric: `${metric}, dynoxide, ${cache}`, unit: 'ms', value });
  return [
    figure({ ...ours('cold', times.cold), ...peer, target: { of: 'ratio', most: 0.25 } }),
    figure({ ...ours('first page of a new handler', times.fresh), ...peer }),
    figure({ ...ours('warm', times.warm), ...peer }),
  ];
}

/** A row of the answer as cells of an item; of nested rows only the code. */
function cellsOf(row: PageRow): Record<string, string> {
  return Object.fromEntries(
    Object.entries(row).map(([field, value]) => [
      field,
      typeof value === 'object' && value !== null ? value.code : String(value ?? ''),
    ]),
  );
}

async function checkEqual(data: unknown, body: string | undefined): Promise<void> {
  const other = JSON.parse(body ?? '{}') as { data?: unknown };
  if (JSON.stringify(other.data) === JSON.stringify(data)) return;
  throw new Error(`Cannot compare with graphql-shield: answers must be equal, its is ${body?.slice(0, 200)}`);
}
