import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '../../schema/ports.ts';
import { coldAsker } from './asker.ts';
import { fresh, warm } from './contenders.ts';
import { type Figure, figure, limited } from './figure.ts';
import { namesOf } from './questions.ts';
import { race } from './timing.ts';
import { usualHouses, type Workbench } from './workbench.ts';

/** Most round trips for blocks, whatever the size: a leaf of the order, the rows found, and their closed parts. */
const mostTrips = 3;
/** The beginning of a name; a word that many names contain; one that is tested on the rows too. */
const searches = { name: '深圳市示例鹏', nameContains: '物流', 'nameContains, long': '恒林嘉科技有限' } as const;

/** The same store, further away: what is asked in one breath is under way at the same time, as over a network. */
function distant(store: Store): Store {
  const read: Store['blocks']['read'] = async (fieldClass, names) => {
    await sleep(1);
    return store.blocks.read(fieldClass, names);
  };
  return { ...store, blocks: { read, write: store.blocks.write } };
}

/** Entities by name, with rows that nobody has read yet: round trips, and the time of a cold page beside that of a warm one. */
export async function benchNames(bench: Workbench): Promise<readonly Figure[]> {
  const store = await bench.sqlite(usualHouses);
  const figures: Figure[] = [];
  for (const [what, text] of Object.entries(searches)) {
    const question = namesOf({ [what.split(',')[0] ?? '']: text });
    for (const tier of ['PUBLIC', 'ENTERPRISE'] as const) {
      const { ask, reads } = await coldAsker(distant(store), question, { tier });
      const before = reads.trips;
      const answer = await ask(question);
      if (!answer.includes('示例')) throw new Error(`Cannot bench ${what} "${text}": must find something`);
      const metric = `${what}, a page of 20 with its count where an order has it, ${tier}`;
      figures.push(
        limited({ name: 'names', metric, unit: 'round trips', value: reads.trips - before }, { most: mostTrips }),
      );
    }
    const contenders = { cold: fresh(store, question), warm: await warm(store, question) };
    const times = await race(contenders, { runs: 15, warmUps: 5 });
    const about = { name: 'names', metric: `${what}, SQLite, cold`, unit: 'ms', value: times.cold };
    figures.push(figure({ ...about, peer: 'warm', peerValue: times.warm }));
  }
  return figures;
}
