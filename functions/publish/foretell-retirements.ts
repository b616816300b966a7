import type { Finding } from '../../schema/publication/finding.ts';
import { type Figures, refusalOf } from '../../schema/publication/thresholds.ts';
import { count } from '../../schema/tree/count.ts';
import { decideCode } from './decide-code.ts';
import { type JoinedCode, joinCodes } from './join-codes.ts';
import { pointedAtIn, rowsPointedAt } from './parent-rows.ts';
import type { PublicationState } from './publication-state.ts';
import { standingBatches } from './standing-codes.ts';

/** Codes that would retire because the file lacks them, and codes not yet retired in scope. */
export type Foretold = Pick<Figures, 'retired' | 'inScope'>;

/** A publication that is refused before anything is built. */
export interface EarlyRefusal {
  readonly finding: Finding;
  readonly figures: Foretold;
}

const chunkSize = 1000;

/**
 * Whether a file is so much shorter than what stands that the codes it lacks refuse it, whatever its rows say: told from index
 * blocks and the open rows, before a block is built. null: it is not, or must be merged to know.
 */
export async function foretoldRefusal(
  state: PublicationState,
  rows: number,
  limits: { readonly maxRejected: number; readonly allowRetirements: boolean },
): Promise<EarlyRefusal | null> {
  if (limits.allowRetirements || state.unreadable) return null;
  const refusalFor = (figures: Foretold) => refusalOf({ ...figures, rows, rejected: 0 }, limits);
  const standing = await standingInScope(state);
  if (refusalFor({ retired: standing - rows, inScope: standing }) === null) return null;
  const figures = await foretell(state);
  const finding = refusalFor(figures);
  return finding === null ? null : { finding, figures };
}

/** About how many codes the file should list: those that hold on its day, of a district by the codes of communities. */
async function standingInScope({ base, register, district, effective, store }: PublicationState): Promise<number> {
  const trees = base?.registers[register.name]?.trees ?? {};
  const blocks = store.blocks('open');
  if (district === null) return count(trees['rows.open'] ?? null, { liveOn: effective }, blocks);
  const order = register.name === 'DIVISIONS' ? 'order.parent' : 'order.community';
  const range = { lower: district.code, upper: `${district.code}:` }; // ":" follows "9"
  return count(trees[order] ?? null, { ...range, liveOn: effective }, blocks);
}

async function foretell(state: PublicationState): Promise<Foretold> {
  const { base, register, store, range } = state;
  const standing = base?.registers[register.name];
  const open = standing && { ...standing, layout: { open: standing.layout.open ?? [] } };
  const figures = { retired: 0, inScope: 0 };
  for await (const chunk of joinCodes(state.sorted(), standingBatches(open, store.blocks, range), chunkSize)) {
    const silent = chunk.filter(isStanding).map((joined) => ({ ...joined, incoming: [] }));
    const pointedAt = pointedAtIn(state.district === null ? new Map() : await rowsPointedAt(silent, state), state);
    const listed = new Set(chunk.filter(({ incoming }) => incoming.length > 0).map(({ code }) => code));
    for (const joined of silent) {
      const { inScope, retiredFrom } = decideCode(joined, pointedAt, state);
      if (inScope) figures.inScope += 1;
      if (retiredFrom !== null && !listed.has(joined.code)) figures.retired += 1;
    }
    state.onProgress('comparing codes', figures.inScope);
  }
  return figures;
}

function isStanding({ standing }: JoinedCode): boolean {
  const last = standing.at(-1)?.row;
  return last !== undefined && last.state !== 'RETIRED';
}
