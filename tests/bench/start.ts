import { join } from 'node:path';
import { temporaryFolder } from '../../functions/local/temporary-folder.ts';
import { type Figure, limited } from './figure.ts';
import { npmStart } from './local-server.ts';
import { median, timed } from './timing.ts';
import type { Workbench } from './workbench.ts';

const laterRuns = 3;

/** From `npm start` to its first answer: on an empty folder, where it makes and publishes the sample, and later. */
export async function benchStart(_bench: Workbench): Promise<readonly Figure[]> {
  await using folder = temporaryFolder();
  const data = join(folder.path, 'data');
  const first = await secondsToAnswer(data);
  const later: number[] = [];
  for (let run = 0; run < laterRuns; run += 1) later.push(await secondsToAnswer(data));
  const about = { name: 'start', unit: 's' };
  return [
    limited({ ...about, metric: 'npm start to first answer, first run', value: first }, { most: 15 }),
    limited({ ...about, metric: 'npm start to first answer, later runs', value: median(later) }, { most: 3 }),
  ];
}

async function secondsToAnswer(data: string): Promise<number> {
  await using closing = new AsyncDisposableStack();
  return (await timed(async () => closing.use(await npmStart(data)))) / 1000;
}
