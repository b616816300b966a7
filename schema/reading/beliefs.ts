import { type FieldClass, tierOfClass } from '../privacy/field-class.ts';
import { type Part, samePart } from '../publication/class-rows.ts';
import type { Entry, Json } from '../tree/entry.ts';
import { getGroups } from '../tree/get.ts';
import { codeOfKey } from './as-of.ts';
import type { PublicationTimes } from './provenance.ts';
import { type RegisterView, rootOf, sightIn } from './register-view.ts';

/** What one class tree said of one row for some time. */
export interface Belief {
  readonly fieldClass: FieldClass;
  /** Key of the row: code and first day of its period. */
  readonly key: string;
  /** ISO instants; `to` null while the belief stands. */
  readonly from: string;
  readonly to: string | null;
  /** In the form of rows.<class>. */
  readonly entry: Entry;
}

/** All that the viewer may know was ever believed of a code, those things still believed included. */
export async function readBeliefs(
  view: RegisterView,
  code: string,
  times: PublicationTimes,
): Promise<readonly Belief[]> {
  const read = view.access.classes.map(async (fieldClass) => {
    const group = async (tree: string): Promise<readonly Entry[]> => {
      const [entries = []] = await getGroups(
        rootOf(view, `${tree}.${fieldClass}`),
        [`${code} `],
        view.blocks(fieldClass),
      );
      return entries;
    };
    const [standing, superseded] = await Promise.all([group('rows'), group('superseded')]);
    const at = (seq: Json | undefined): string => instantOf(times, fieldClass, seq);
    return [
      ...standing.map((entry): Belief => {
        const [key, , , value] = entry;
        return { fieldClass, key, from: at((value as readonly Json[])[0]), to: null, entry };
      }),
      ...superseded.map(([key, , , value]): Belief => {
        const [knownFrom, knownTo, ...fields] = value as readonly Json[];
        const rowKey = key.slice(0, key.lastIndexOf(' '));
        const entry: Entry = [rowKey, 0, 0, [knownFrom ?? null, ...fields]];
        return { fieldClass, key: rowKey, from: at(knownFrom), to: at(knownTo), entry };
      }),
    ];
  });
  return withoutHidden((await Promise.all(read)).flat(), view);
}

/**
 * The beliefs that the viewer can tell apart: one that gave way to another which differs in nothing that he may read lasted on. So
 * what was changed in a field that is closed by now, and lay in the same tree before it was, leaves no trace.
 */
function withoutHidden(beliefs: readonly Belief[], view: RegisterView): readonly Belief[] {
  const sight = sightIn(view);
  const seen = ({ fieldClass, key, entry }: Belief): Part =>
    sight.seen(fieldClass, { code: codeOfKey(key) }, entry[3] as unknown as Part);
  const kept: Belief[] = [];
  const sorted = beliefs.toSorted((one, other) => (one.from < other.from ? -1 : Number(one.from > other.from)));
  for (const [, ofPart] of Map.groupBy(sorted, ({ fieldClass, key }) => `${fieldClass} ${key}`)) {
    let last: Belief | null = null;
    for (const belief of ofPart) {
      const lasts: boolean = last !== null && last.to === belief.from && samePart(seen(last), seen(belief));
      if (last !== null && !lasts) kept.push(last);
      last = lasts && last !== null ? { ...belief, from: last.from } : belief;
    }
    if (last !== null) kept.push(last);
  }
  return kept;
}

function instantOf(times: PublicationTimes, fieldClass: FieldClass, seq: Json | undefined): string {
  const at = times.get(fieldClass)?.get(Number(seq));
  if (at !== undefined) return at;
  throw new Error(`Cannot date publication ${String(seq)} of tier ${tierOfClass[fieldClass]}: its record is missing`);
}
