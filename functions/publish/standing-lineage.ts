import type { Replacement } from '../../schema/publication/lineage.ts';
import { startOf } from '../../schema/publication/periods.ts';
import { groupsByCode } from './join-codes.ts';
import type { PublicationState } from './publication-state.ts';
import { standingRowsOf } from './standing-codes.ts';

/** Longest chain of replacements that is followed. */
const mostSteps = 100;

/**
 * What the register itself says of the codes whose place the file says is taken, and of those they took the place of in
 * turn: a circle is one, though each half of it comes in a file of its own. A code that the file lists speaks there.
 */
export async function standingReplacements(
  state: PublicationState,
  stated: readonly Replacement[],
): Promise<readonly Replacement[]> {
  const { base, register, store } = state;
  const seen = new Set(stated.map(({ code }) => code));
  const found: Replacement[] = [];
  let next = replacedIn(stated, seen);
  for (let step = 0; next.length > 0 && step < mostSteps; step += 1) {
    const standing = await standingRowsOf(base?.registers[register.name], next, store.blocks);
    const rows = [...standing.values()].flat().map(({ row }) => row);
    const said = rows.flatMap((row) =>
      row.replaces.map((replaced) => ({ code: row.code, replaced, from: startOf(row) })),
    );
    for (const code of next) seen.add(code);
    found.push(...said);
    next = replacedIn(said, seen);
  }
  return found.length === 0 ? found : withoutListed(state, found);
}

function replacedIn(stated: readonly Replacement[], seen: ReadonlySet<string>): string[] {
  return [...new Set(stated.map(({ replaced }) => replaced))].filter((code) => !seen.has(code));
}

async function withoutListed(state: PublicationState, found: readonly Replacement[]): Promise<Replacement[]> {
  const speaking = new Set(found.map(({ code }) => code));
  const listed = new Set<string>();
  for await (const batch of groupsByCode(state.sorted(), (one) => speaking.has(one)))
    for (const { code } of batch) listed.add(code);
  return found.filter(({ code }) => !listed.has(code));
}
