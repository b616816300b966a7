import type { Finding } from './finding.ts';

/** Collects findings; beyond the bound it only counts, so that a bad file of any size makes a report of bounded size. */
export interface Findings {
  add(findings: readonly Finding[]): void;
  readonly kept: readonly Finding[];
  readonly omitted: number;
}

/**
 * Makes a collection that keeps the first `bound` findings, `earlier` ones before all. When it is full, errors push out
 * warnings, and a reason of which few are kept pushes out the one of which most are: a thousand prefixes that differ must
 * not hide the one gap between grids.
 */
export function findingsUpTo(bound: number, earlier?: Findings): Findings {
  const kept: Finding[] = [];
  const crowds = { error: new Map<string, number>(), warning: new Map<string, number>() };
  let omitted = earlier?.omitted ?? 0;
  const keep = (finding: Finding): void => {
    kept.push(finding);
    count(crowds[finding.level], finding.reason, 1);
  };
  const addOne = (finding: Finding): void => {
    if (kept.length < bound) {
      keep(finding);
      return;
    }
    omitted += 1;
    const level = crowds.warning.size > 0 ? 'warning' : 'error';
    if (finding.level === 'warning' && level === 'error') return;
    const [reason, size] = largest(crowds[level]);
    const own = finding.level === level ? (crowds[level].get(finding.reason) ?? 0) : -1;
    if (size <= own + 1) return;
    kept.splice(
      kept.findLastIndex((other) => other.level === level && other.reason === reason),
      1,
    );
    count(crowds[level], reason, -1);
    keep(finding);
  };
  earlier?.kept.forEach(addOne);
  return {
    add: (findings) => findings.forEach(addOne),
    kept,
    get omitted() {
      return omitted;
    },
  };
}

function count(crowd: Map<string, number>, reason: string, by: 1 | -1): void {
  const size = (crowd.get(reason) ?? 0) + by;
  if (size === 0) crowd.delete(reason);
  else crowd.set(reason, size);
}

function largest(crowd: ReadonlyMap<string, number>): readonly [reason: string, size: number] {
  let most: readonly [string, number] = ['', 0];
  for (const entry of crowd) if (entry[1] > most[1]) most = entry;
  return most;
}
