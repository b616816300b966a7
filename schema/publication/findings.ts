import type { Finding } from './finding.ts';

/** What a collection has of findings, for another one to go on from. */
export interface CollectedFindings {
  /** In order; of every reason as many as could come into a report. */
  readonly held: readonly Finding[];
  /** How many there were in all. */
  readonly total: number;
}

/** Collects findings; beyond the bound it only counts, so that a bad file of any size makes a report of bounded size. */
export interface Findings {
  add(findings: readonly Finding[]): void;
  /** Adds what another collection of the same bound has: what is collected in parts is what is collected at once. */
  addAll(others: CollectedFindings): void;
  readonly collected: CollectedFindings;
  readonly kept: readonly Finding[];
  readonly omitted: number;
}

interface Held {
  readonly finding: Finding;
  readonly rank: number;
}

/**
 * Makes a collection that keeps `bound` findings, those of `earlier` before all. When there are more, errors go before
 * warnings, and among either no reason crowds out another: a thousand prefixes that differ must not hide the one gap
 * between grids. Each reason has its first findings kept, as many as leave no rarer one out. What is kept depends on which
 * findings there are and in which order, never on how they came together.
 */
export function findingsUpTo(bound: number, earlier?: Findings): Findings {
  const reasons = new Map<string, Held[]>();
  let total = 0;
  const add = (finding: Finding): void => {
    total += 1;
    const name = `${finding.level} ${finding.reason}`;
    const held = reasons.get(name) ?? [];
    reasons.set(name, held);
    if (held.length < bound) held.push({ finding, rank: total });
  };
  const addAll = (others: CollectedFindings): void => {
    others.held.forEach(add);
    total += others.total - others.held.length;
  };
  if (earlier !== undefined) addAll(earlier.collected);
  return {
    add: (findings) => findings.forEach(add),
    addAll,
    get collected() {
      return { held: inOrder([...reasons.values()].flat()), total };
    },
    get kept() {
      return keptOf(reasons, bound);
    },
    get omitted() {
      return total - keptOf(reasons, bound).length;
    },
  };
}

function keptOf(reasons: ReadonlyMap<string, readonly Held[]>, bound: number): readonly Finding[] {
  const level = (name: Finding['level']) =>
    [...reasons].filter(([key]) => key.startsWith(name)).map(([, held]) => held);
  const errors = fairShare(level('error'), bound);
  return inOrder([...errors, ...fairShare(level('warning'), bound - errors.length)]);
}

/** Gives every crowd its fair share of `places`; those that are left over go one by one to the crowds that came first. */
function fairShare(crowds: readonly (readonly Held[])[], places: number): readonly Held[] {
  const sizes = crowds.map(({ length }) => length).sort((one, other) => one - other);
  let left = places;
  let share = Number.POSITIVE_INFINITY;
  for (const [at, size] of sizes.entries()) {
    const equal = Math.floor(left / (sizes.length - at));
    if (size > equal) {
      share = equal;
      left -= equal * (sizes.length - at);
      break;
    }
    left -= size;
  }
  return crowds.flatMap((crowd) => {
    if (crowd.length <= share) return crowd;
    left -= 1;
    return crowd.slice(0, left >= 0 ? share + 1 : share);
  });
}

function inOrder(held: readonly Held[]): readonly Finding[] {
  return held.toSorted((one, other) => one.rank - other.rank).map(({ finding }) => finding);
}
