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

/** Gathers the statements of one file: a circle is one whoever states it, but only `accepted` ones take a place. */
export function lineageOf(stated: readonly Replacement[], accepted: readonly Replacement[] = stated): Lineage {
  const from = new Map<string, Day>();
  for (const { replaced, from: day } of accepted) from.set(replaced, Math.min(day, from.get(replaced) ?? day));
  const cyclic = codesInCycles(stated);
  return { replacedFrom: (code) => from.get(code) ?? null, inCycle: (code) => cyclic.has(code) };
}

/** Codes that can reach themselves: strongly connected components by two walks (Kosaraju), in linear time. */
function codesInCycles(stated: readonly Replacement[]): ReadonlySet<string> {
  const byCode = Map.groupBy(stated, ({ code }) => code);
  const byReplaced = Map.groupBy(stated, ({ replaced }) => replaced);
  const below = (code: string) => byCode.get(code)?.map(({ replaced }) => replaced) ?? [];
  const above = (code: string) => byReplaced.get(code)?.map((one) => one.code) ?? [];
  const cyclic = new Set<string>();
  const seen = new Set<string>();
  for (const code of [...walk(byCode.keys(), below, new Set())].reverse()) {
    const component = [...walk([code], above, seen)];
    if (component.length > 1 || below(code).includes(code)) for (const member of component) cyclic.add(member);
  }
  return cyclic;
}

/** Everything that can be reached and was not seen yet, each code after all that it leads to. */
function* walk(starts: Iterable<string>, next: (code: string) => readonly string[], seen: Set<string>) {
  for (const start of starts) {
    if (seen.has(start)) continue;
    seen.add(start);
    const path = [{ code: start, ahead: next(start).values() }];
    for (let here = path.at(-1); here !== undefined; here = path.at(-1)) {
      const step = here.ahead.find((code) => !seen.has(code)); // goes on where it was found: an array's iterator has no end to close
      if (step === undefined) {
        path.pop();
        yield here.code;
      } else {
        seen.add(step);
        path.push({ code: step, ahead: next(step).values() });
      }
    }
  }
}
