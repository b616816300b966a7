import { type FieldClass, tierOfClass } from '../privacy/field-class.ts';
import { sightOf } from '../privacy/sight.ts';
import type { Entry, Json } from '../tree/entry.ts';
import { codeOfKey } from './as-of.ts';
import { readBeliefs } from './beliefs.ts';
import type { PublicationTimes } from './provenance.ts';
import type { RegisterView } from './register-view.ts';

/** Rows of one class, side by side with those of the others. */
export type RowsOfClass = readonly [fieldClass: FieldClass, entries: readonly (Entry | null)[]];

/**
 * For each row the instant (ISO) when the last of its parts became known, of which the viewer may read. A part that became known by a
 * publication whose trees hold fields that are closed by now may say what it said before: its past is read, and of no other.
 */
export async function knownSince(
  view: RegisterView,
  rows: readonly RowsOfClass[],
  times: PublicationTimes,
): Promise<readonly (string | null)[]> {
  const doubted = new Map(
    await Promise.all(rows.map(async ([of, entries]) => [of, await doubtedIn(view, of, entries)] as const)),
  );
  const [, first = []] = rows[0] ?? [];
  if ([...doubted.values()].every(({ size }) => size === 0)) return asPublished(rows, times);
  return Promise.all(
    first.map(async (_, place) => {
      const parts = rows.flatMap(([of, entries]) => {
        const entry = entries[place];
        return entry == null ? [] : [{ of, entry, seq: seqOf(entry) }];
      });
      const past = parts.some(({ of, seq }) => doubted.get(of)?.has(seq) === true);
      const key = parts[0]?.entry[0] ?? '';
      const beliefs = past ? await readBeliefs(view, codeOfKey(key), times) : [];
      const instants = parts.flatMap(({ of, entry, seq }) => {
        const belief = beliefs.find((one) => one.fieldClass === of && one.key === entry[0] && one.to === null);
        return belief?.from ?? times.get(of)?.get(seq) ?? [];
      });
      return instants.sort().at(-1) ?? null;
    }),
  );
}

/** For each row the time of the last publication that a part of it names. */
function asPublished([open, ...others]: readonly RowsOfClass[], times: PublicationTimes): (string | null)[] {
  if (open === undefined) return [];
  const last = instantsOf(open, times);
  for (const rows of others) {
    for (const [place, instant] of instantsOf(rows, times).entries()) {
      const known = last[place] ?? null;
      if (instant !== null && (known === null || instant > known)) last[place] = instant;
    }
  }
  return last;
}

function instantsOf([of, entries]: RowsOfClass, times: PublicationTimes): (string | null)[] {
  const line = times.get(of);
  return entries.map((entry) => (entry === null ? null : (line?.get(seqOf(entry)) ?? null)));
}

function seqOf(entry: Entry): number {
  return Number((entry[3] as readonly Json[])[0]);
}

/** Publications that these parts are known from, and whose trees hold what the viewer may not read. */
async function doubtedIn(view: RegisterView, of: FieldClass, entries: RowsOfClass[1]): Promise<ReadonlySet<number>> {
  const { context, register, access } = view;
  const wanted = new Set<number>();
  for (const entry of entries) if (entry !== null) wanted.add(seqOf(entry));
  const tier = tierOfClass[of];
  const records = await context.editions.publications(tier, register.name, 0);
  const found = records
    .filter(({ seq }) => wanted.has(seq) && seq > 1) // the first one has nothing before it
    .map(async ({ seq, edition }) => {
      const laid = (await context.editions.get(tier, edition))?.registers[register.name];
      return laid !== undefined && sightOf(register, laid, access.tier).hides(of) ? [seq] : [];
    });
  return new Set((await Promise.all(found)).flat());
}
