import type { GraphQLResolveInfo } from 'graphql';
import type { Context } from '../context.ts';
import type { Released } from '../privacy/release.ts';
import type { RegisterName } from '../registers/register-name.ts';
import type { AsOf } from './as-of.ts';
import { foreseeing } from './foresee.ts';
import { readTimesAhead } from './provenance.ts';
import { readChosen, readReleased } from './read-rows.ts';
import { viewRegister } from './register-view.ts';
import { rowPlaces } from './selection.ts';
import { asOfArguments, type TimeArguments } from './time-of-answer.ts';
import { tellPlaces } from './withhold.ts';

/** One row by its code, at the time that the arguments name; null where there is none. */
export async function findRow<R extends RegisterName>(
  register: R,
  args: TimeArguments & { readonly code: string },
  context: Context,
  info: GraphQLResolveInfo,
): Promise<Released<R> | null> {
  const asOf = await asOfArguments(context, args);
  return asOf === null ? null : findRowAsOf(register, args.code, { asOf, context, info });
}

/** The same in a known state. */
export async function findRowAsOf<R extends RegisterName>(
  register: R,
  code: string,
  { asOf, context, info }: { readonly asOf: AsOf; readonly context: Context; readonly info: GraphQLResolveInfo },
): Promise<Released<R> | null> {
  const view = viewRegister(context, asOf, register);
  if (view === null) return null;
  const places = rowPlaces(info);
  const selections = places.flatMap((place) => place.selections).filter((selection) => selection.register === register);
  readTimesAhead(context, asOf, selections);
  const [entry] = await readChosen(foreseeing(view, selections, 1), [code]);
  if (entry == null) return null;
  const rows = await readReleased(view, [entry], selections);
  tellPlaces(rows, [{ path: '', selections }], context);
  return rows[0] ?? null;
}
