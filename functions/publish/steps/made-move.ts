import { isDeepStrictEqual } from 'node:util';
import type { EditionMove } from '../../../schema/ports.ts';
import type { CreditEdition } from '../../../schema/registers/credit/credit-edition.ts';
import type { StepPorts } from './step-ports.ts';
import { workNames, writeWork } from './work-names.ts';

/** How a publication is about to become visible. */
export type Move = { readonly editions: EditionMove['editions'] } | { readonly credit: CreditEdition };

/** Writes down a move before it is made, so that a later try knows its own doing. */
export async function rememberMove(id: string, move: Move, { work }: Pick<StepPorts, 'work'>): Promise<void> {
  await writeWork(work, workNames.move(id), move);
}

/** True when the move of a publication was made, by a try whose answer was lost: the editions that it names stand. */
export async function hasMoved(id: string, ports: Pick<StepPorts, 'work' | 'store'>): Promise<boolean> {
  const bytes = await ports.work.get(workNames.move(id));
  if (bytes === null) return false;
  const move = JSON.parse(Buffer.from(bytes).toString()) as Move;
  const { editions, creditEditions } = ports.store;
  if ('credit' in move) return isSame(await creditEditions.latest(), move.credit);
  const [first] = move.editions;
  return first !== undefined && isSame(await editions.get(first.tier, first.number), first);
}

function isSame(standing: unknown, made: unknown): boolean {
  return isDeepStrictEqual(JSON.parse(JSON.stringify(standing)), made);
}
