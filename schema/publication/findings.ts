import type { Finding } from './finding.ts';

/** Collects findings; beyond the bound it only counts, so that a bad file of any size makes a report of bounded size. */
export interface Findings {
  add(findings: readonly Finding[]): void;
  readonly kept: readonly Finding[];
  readonly omitted: number;
}

/** Makes a collection that keeps the first `bound` findings, `earlier` ones before all. Errors push out warnings when it is full. */
export function findingsUpTo(bound: number, earlier?: Findings): Findings {
  const kept: Finding[] = [];
  let omitted = earlier?.omitted ?? 0;
  let warnings = 0;
  const addOne = (finding: Finding): void => {
    if (kept.length < bound) {
      kept.push(finding);
      if (finding.level === 'warning') warnings += 1;
      return;
    }
    omitted += 1;
    if (finding.level === 'warning' || warnings === 0) return;
    kept.splice(
      kept.findLastIndex((other) => other.level === 'warning'),
      1,
    );
    kept.push(finding);
    warnings -= 1;
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
