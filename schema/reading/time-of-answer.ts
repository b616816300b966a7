import type { Context } from '../context.ts';
import { firstDay, type PartialDate } from '../dates/partial-date.ts';
import type { AsOf } from './as-of.ts';
import { badCursor, type CursorState } from './cursor.ts';

/** Arguments of time of a field. */
export interface TimeArguments {
  readonly validAt?: PartialDate | null | undefined;
  readonly knownAt?: string | null | undefined;
}

/** The state that the arguments ask for; null before the first edition. */
export async function asOfArguments(context: Context, { validAt, knownAt }: TimeArguments): Promise<AsOf | null> {
  const { viewer, editions } = context;
  const edition = knownAt == null ? context.edition : await editions.at(viewer.tier, knownAt);
  if (edition === null) return null;
  return { edition, day: validAt == null ? context.today : firstDay(validAt), strict: validAt != null };
}

/** The state that a cursor's list began with, in its own edition. */
export async function resume(
  context: Context,
  { edition: number, day, strict }: CursorState,
  { knownAt, asOf }: { readonly knownAt?: string | null | undefined; readonly asOf: AsOf | null },
): Promise<AsOf> {
  if (knownAt != null && asOf?.edition.number !== number) {
    throw badCursor(`it belongs to edition ${number}, knownAt "${knownAt}" asks for another`);
  }
  const edition = await context.editions.get(context.viewer.tier, number);
  if (edition === null) throw badCursor(`it belongs to edition ${number}, which is not kept`);
  return { edition, day, strict };
}
