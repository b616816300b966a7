import { isDeepStrictEqual } from 'node:util';
import type { EditionMove } from '../../../schema/ports.ts';
import type { StepPorts } from './step-ports.ts';
import { workNames, writeWork } from './work-names.ts';

/** Writes down how a publication is about to move the editions, so that a later try knows its own doing. */
export async function rememberMove(id: string, move: EditionMove, { work }: Pick<StepPorts, 'work'>): Promise<void> {
  await writeWork(work, workNames.move(id), move);
}

/** True when the move of a publication was made, by a try whose answer was lost: the editions that it names stand. */
export async function hasMoved(id: string, { work, store }: Pick<StepPorts, 'work' | 'store'>): Promise<boolean> {
  const bytes = await work.get(workNames.move(id));
  if (bytes === null) return false;
  const [first] = (JSON.parse(Buffer.from(bytes).toString()) as EditionMove).editions;
  if (first === undefined) return false;
  const standing = await store.editions.get(first.tier, first.number);
  return isDeepStrictEqual(JSON.parse(JSON.stringify(standing)), first);
}
