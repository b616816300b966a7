import type { Context } from '../context.ts';
import type { RegisterEdition } from '../ports.ts';
import { type FieldClass, tierOfClass } from '../privacy/field-class.ts';
import type { Provenance, StoredRows, ToldOfRows } from '../privacy/release.ts';
import { getGroups } from '../tree/get.ts';
import { type AsOf, codeOfKey } from './as-of.ts';
import { knownSince } from './known-since.ts';
import { type RegisterView, rootOf, viewRegister } from './register-view.ts';
import type { Selection } from './selection.ts';

type Asked = keyof Provenance;

/** When publications became known, by class and number: ISO instants. */
export type PublicationTimes = ReadonlyMap<FieldClass, ReadonlyMap<number, string>>;

/** Since when each row is known, and which codes took the place of its own, as far as `asked`. */
export async function readProvenance(
  view: RegisterView,
  rows: Omit<StoredRows, 'provenance'>,
  asked: readonly Asked[],
): Promise<ToldOfRows> {
  const [times, successors] = await Promise.all([
    asked.includes('knownFrom') ? readTimes(view) : null,
    asked.includes('replacedBy')
      ? readSuccessors(
          view,
          rows.open.map((entry) => codeOfKey(entry[0])),
        )
      : null,
  ]);
  const parts = [['open', rows.open] as const, ...rows.restricted];
  const since = times === null ? null : await knownSince(view, parts, times);
  return {
    ...(since === null ? {} : { knownFrom: since }),
    ...(successors === null ? {} : { replacedBy: successors }),
  };
}

/** Publications whose editions are read ahead. */
const lastOnes = 2;

const known = new WeakMap<RegisterEdition, PublicationTimes>();

/** Times of the publications that the readable parts of rows name: for one edition always the same. */
export async function readTimes(view: RegisterView): Promise<PublicationTimes> {
  const times = known.get(view.edition) ?? (await readLines(view));
  known.set(view.edition, times);
  return times;
}

/** Has the times read that `selections` ask for, while their rows are. A failure is told to who needs them. */
export function readTimesAhead(context: Context, asOf: AsOf, selections: readonly Selection[]): void {
  for (const { register, fields, relations } of selections) {
    const isAsked = [...fields.values()].some(({ provenance }) => provenance === 'knownFrom');
    const view = isAsked ? viewRegister(context, asOf, register) : null;
    if (view !== null) readTimes(view).catch(() => undefined);
    readTimesAhead(
      context,
      asOf,
      relations.map(({ selection }) => selection),
    );
  }
}

async function readLines(view: RegisterView): Promise<PublicationTimes> {
  const lines = view.access.classes.map(async (fieldClass) => {
    const tier = tierOfClass[fieldClass];
    const { editions } = view.context;
    const records = await editions.publications(tier, view.register.name, 0);
    // Whoever asks since when rows are known asks next what the editions of their publications held: those of the last ones, mostly.
    for (const { edition } of records.slice(1).slice(-lastOnes)) editions.get(tier, edition).catch(() => undefined);
    return [fieldClass, new Map(records.map((record) => [record.seq, record.at]))] as const;
  });
  return new Map(await Promise.all(lines));
}

/** For each code the codes that say they took its place, in order; whatever became of those since. */
export async function readSuccessors(
  view: RegisterView,
  codes: readonly string[],
): Promise<readonly (readonly string[])[]> {
  const prefixes = codes.map((code) => `${code} `);
  const groups = await getGroups(rootOf(view, 'order.replaces'), prefixes, view.blocks('open'));
  return groups.map((entries) => [...new Set(entries.map(([key]) => key.split(' ')[1] ?? ''))]);
}
