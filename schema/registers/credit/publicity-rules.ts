import { type Day, dayOf } from '../../dates/day.ts';
import type { CreditSeverity } from './record.ts';

/** Months from the decision: a repair counts after `shortest` at the earliest, and publicity ends after `longest`. */
export interface PublicityWindow {
  readonly shortest: number;
  readonly longest: number;
}

/** The rules of one time: in force from `from` on and before `to` (null: until others are made). */
export interface PublicityRules {
  readonly name: string;
  readonly from: Day;
  readonly to: Day | null;
  readonly windows: Readonly<Record<CreditSeverity, PublicityWindow>>;
}

const order58 = dayOf(2023, 5, 1);
const repairRules = dayOf(2026, 4, 1);
const never: PublicityWindow = { shortest: 0, longest: 0 };

/**
 * Rules by the date from which they are in force: notice 527 of 2019 of the general office of the NDRC (taken for all
 * earlier decisions too), order 58 of the NDRC (minor penalties are not shown), and the rules on credit repair of 2026. Order 58 knew
 * no serious ones: all others are shown for 3 months to 3 years, those about food, drugs, special equipment, work safety and fire for
 * at least one. Sources do not say which those are, and in doubt nothing is shown for longer than the order may have meant.
 */
export const publicityRules: readonly PublicityRules[] = checkedRules([
  {
    name: 'NDRC notice 527 of 2019',
    from: dayOf(1, 1, 1),
    to: order58,
    windows: {
      MINOR: { shortest: 0, longest: 3 },
      ORDINARY: { shortest: 3, longest: 12 },
      SERIOUS: { shortest: 6, longest: 36 },
    },
  },
  {
    name: 'NDRC order 58',
    from: order58,
    to: repairRules,
    windows: { MINOR: never, ORDINARY: { shortest: 3, longest: 36 }, SERIOUS: { shortest: 3, longest: 36 } },
  },
  {
    name: 'Rules on credit repair',
    from: repairRules,
    to: null,
    windows: {
      MINOR: { shortest: 0, longest: 3 },
      ORDINARY: { shortest: 3, longest: 12 },
      SERIOUS: { shortest: 12, longest: 36 },
    },
  },
]);

/** The table, if exactly one set of rules is in force on every day from its first on; throws for overlaps and gaps. */
export function checkedRules(table: readonly PublicityRules[]): readonly PublicityRules[] {
  table.forEach(({ name, from, to, windows }, place) => {
    const next = table[place + 1];
    if (to !== null && to <= from) throw fault(name, 'must end after they begin, end before');
    if (next === undefined && to !== null) throw fault(name, 'must be open-ended as the last ones, end');
    if (next !== undefined && (to === null || to > next.from))
      throw fault(name, `must end before "${next.name}" begin, overlap`);
    if (next !== undefined && to !== null && to < next.from)
      throw fault(name, `must end when "${next.name}" begin, leave a gap`);
    for (const { shortest, longest } of Object.values(windows))
      if (!(shortest >= 0 && shortest <= longest))
        throw fault(name, 'must have a shortest window not above the longest, have one');
  });
  if (table.length === 0) throw new Error('Cannot use publicity rules: there must be some, are none');
  return table;
}

function fault(name: string, state: string): Error {
  return new Error(`Cannot use publicity rules "${name}": they ${state}`);
}

/** All rules in force on some day from `first` to `last`, both included. */
export function rulesBetween(first: Day, last: Day, table = publicityRules): readonly PublicityRules[] {
  return table.filter(({ from, to }) => from <= last && (to === null || first < to));
}
