import type { Day } from '../dates/day.ts';

/** Which codes the rows of one file say they take the place of. */
export interface Lineage {
  /** First day on which the file says that `code` is replaced; null when it does not say so. */
  replacedFrom(code: string): Day | null;
  /** True when `code` replaces itself through some chain of replacements. */
  inCycle(code: string): boolean;
}

/** One statement of a file: from `from` on, `code` stands in the place of `replaced`. */
export interface Replacement {
  readonly code: string;
  readonly replaced: string;
  readonly from: Day;
}

/** Gathers the statements of one file. */
export function lineageOf(replacements: readonly Replacement[]): Lineage {
  const from = new Map<string, Day>();
  const replacedBy = new Map<string, string[]>();
  for (const { code, replaced, from: day } of replacements) {
    from.set(replaced, Math.min(day, from.get(replaced) ?? day));
    replacedBy.set(code, [...(replacedBy.get(code) ?? []), replaced]);
  }
  const cyclic = codesInCycles(replacedBy);
  return { replacedFrom: (code) => from.get(code) ?? null, inCycle: (code) => cyclic.has(code) };
}

/** Nodes that can reach themselves. What has no way out or no way in is peeled off until nothing changes. */
function codesInCycles(edges: ReadonlyMap<string, readonly string[]>): Set<string> {
  const waysIn = new Map<string, number>();
  for (const targets of edges.values()) for (const target of targets) waysIn.set(target, (waysIn.get(target) ?? 0) + 1);
  const left = new Set(edges.keys());
  const loose = [...left].filter((code) => !waysIn.has(code));
  for (let code = loose.pop(); code !== undefined; code = loose.pop()) {
    left.delete(code);
    for (const target of edges.get(code) ?? []) {
      const remaining = (waysIn.get(target) ?? 0) - 1;
      waysIn.set(target, remaining);
      if (remaining === 0 && left.has(target)) loose.push(target);
    }
  }
  return new Set([...left].filter((code) => reachesItself(code, edges, left)));
}

function reachesItself(
  start: string,
  edges: ReadonlyMap<string, readonly string[]>,
  among: ReadonlySet<string>,
): boolean {
  const seen = new Set<string>();
  const waiting = [...(edges.get(start) ?? [])];
  for (let code = waiting.pop(); code !== undefined; code = waiting.pop()) {
    if (code === start) return true;
    if (seen.has(code) || !among.has(code)) continue;
    seen.add(code);
    waiting.push(...(edges.get(code) ?? []));
  }
  return false;
}
