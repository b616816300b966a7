import { coldReads, fresh, warm } from './contenders.ts';
import { type Figure, figure } from './figure.ts';
import { countOf } from './questions.ts';
import { race } from './timing.ts';
import { usualHouses, type Workbench } from './workbench.ts';

/** Futian: the sample's houses all stand in it. */
export const district = '440304';

/** (h) The exact number of houses in a district, cold beside warm; its peer is in `http`. */
export async function benchCount(bench: Workbench): Promise<readonly Figure[]> {
  const { ours: question } = countOf(district);
  const figures: Figure[] = [];
  for (const [store, open] of [
    ['SQLite', bench.sqlite],
    ['dynoxide', bench.dynamodb],
  ] as const) {
    const opened = await open(usualHouses);
    if (opened === null) continue;
    const contenders = { cold: fresh(opened, question), warm: await warm(opened, question) };
    const times = await race(contenders, { runs: 15, warmUps: 5 });
    const reads = await coldReads(opened, question);
    bench.notes.push(`count, cold, ${store}: ${reads.blocks} blocks in ${reads.calls} requests to the store`);
    figures.push(
      figure({
        name: 'count',
        metric: `totalCount of a district, ${store}, cold`,
        unit: 'ms',
        value: times.cold,
        peer: 'warm',
        peerValue: times.warm,
      }),
    );
  }
  return figures;
}
