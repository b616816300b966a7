import { dayText } from '../../schema/dates/day.ts';
import type { DatedRow } from '../../schema/publication/code-case.ts';
import type { Replacement } from '../../schema/publication/lineage.ts';
import type { StoredRow } from '../../schema/registers/register.ts';
import { decideCode } from './decide-code.ts';
import { groupsByCode, type JoinedCode } from './join-codes.ts';
import { pointedAtIn, rowsPointedAt } from './parent-rows.ts';
import type { PublicationState } from './publication-state.ts';
import { type SaidByFile, type Statements, saidBy } from './said-by-file.ts';
import { standingRowsOf } from './standing-codes.ts';
import { standingReplacements } from './standing-lineage.ts';

/** Longest chain of rows of which each depends on the next; what is not settled by then stays as it was last. */
const mostRounds = 100;

/**
 * Finds out which of the file's statements count. A row that is refused takes nobody's place and is nobody's parent,
 * which keeps other rows out, or lets them in: so the rows concerned (those that replace others; all, in a register that
 * refers to itself) are decided again until nothing changes.
 */
export async function settleFile(
  stateOf: (said: SaidByFile) => PublicationState,
  statedByFile: readonly Replacement[],
): Promise<Statements> {
  const silent: Statements = { taken: [], stated: statedByFile, refersToItself: false };
  const state = stateOf(saidBy(silent));
  const refersToItself = state.source.parents.some(({ register }) => register === state.register.name);
  const replacing = new Set(statedByFile.map(({ code }) => code));
  if (!refersToItself && replacing.size === 0) return silent;
  const stated = [...statedByFile, ...(await standingReplacements(state, statedByFile))];
  const joined = await joinSome(state, (code) => refersToItself || replacing.has(code));
  const found = await rowsPointedAt(joined, state);
  let taken = joined.flatMap(({ incoming }) => incoming.map(({ line, row }) => asStated({ line, row }, state)));
  for (let round = 0; round < mostRounds; round += 1) {
    const before: Statements = { taken, stated, refersToItself };
    const next = stateOf(saidBy(before));
    taken = joined.flatMap((one) => [...decideCode(one, pointedAtIn(found, next), next).taken]);
    if (fingerprint(taken) === fingerprint(before.taken)) return before;
  }
  return { taken, stated, refersToItself };
}

function asStated({ line, row }: JoinedCode['incoming'][number], { effective }: PublicationState): DatedRow {
  return { line, row: { ...row, validFrom: row.validFrom ?? dayText(effective) } as StoredRow };
}

function fingerprint(taken: readonly DatedRow[]): string {
  return taken.map(({ line, row }) => `${line} ${row.validFrom}`).join();
}

async function joinSome(state: PublicationState, wanted: (code: string) => boolean): Promise<JoinedCode[]> {
  const groups: JoinedCode[] = [];
  for await (const batch of groupsByCode(state.sorted(), wanted))
    for (const { code, incoming } of batch) groups.push({ code, incoming, standing: [] });
  const codes = groups.map(({ code }) => code);
  const standing = await standingRowsOf(state.base?.registers[state.register.name], codes, state.store.blocks);
  return groups.map((group) => ({ ...group, standing: standing.get(group.code) ?? [] }));
}
