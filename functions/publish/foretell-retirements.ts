import { counted } from '../../schema/counted.ts';
import type { Finding } from '../../schema/publication/finding.ts';
import { type Figures, mostRetired, refusalOf } from '../../schema/publication/thresholds.ts';
import { count } from '../../schema/tree/count.ts';
import { decideCode } from './decide-code.ts';
import { type JoinedCode, joinCodes } from './join-codes.ts';
import { pointedAtIn, rowsPointedAt } from './parent-rows.ts';
import type { ParsedSource } from './parsed-source.ts';
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
 * Whether a file is so much shorter than what stands that the codes it lacks refuse it, whatever its rows say: told by index
 * blocks, or where they do not suffice by the open rows, before a block is built. null: it is not, or must be merged to know.
 */
export async function foretoldRefusal(
  state: PublicationState,
  parsed: Pick<ParsedSource, 'rows' | 'replacements'>,
  limits: { readonly maxRejected: number; readonly allowRetirements: boolean },
): Promise<EarlyRefusal | null> {
  if (limits.allowRetirements || state.unreadable) return null;
  const { rows } = parsed;
  const refusalFor = (figures: Foretold) => refusalOf({ ...figures, rows, rejected: 0 }, limits);
  const least = await leastRetired(state, parsed);
  if (least !== null && refusalFor(least) !== null) return { finding: tooShort(rows, least), figures: least };
  const standing = await standingInScope(state);
  if (refusalFor({ retired: standing - rows, inScope: standing }) === null) return null;
  const figures = await foretell(state);
  const finding = refusalFor(figures);
  return finding === null ? null : { finding, figures };
}

/**
 * How many codes retire at least, told by index blocks alone; null in a district, whose codes they do not tell. A row that holds on
 * the day and for ever after is the last of its code: an absent code retires then. Of all rows, those that hold on the one day and
 * those that hold on the other have at least so many in common as are more than all. Codes that the file lists or replaces do not count.
 */
async function leastRetired(
  { base, register, district, effective, store }: PublicationState,
  { rows, replacements }: Pick<ParsedSource, 'rows' | 'replacements'>,
): Promise<Foretold | null> {
  const root = base?.registers[register.name]?.trees['rows.open'] ?? null;
  if (district !== null || root === null) return null;
  const on = (liveOn: number) => count(root, { liveOn }, store.blocks('open'));
  const lasting = (await on(effective)) + (await on(Number.MAX_SAFE_INTEGER)) - root.rows;
  return { retired: lasting - rows - replacements.length, inScope: root.rows };
}

function tooShort(rows: number, { retired }: Foretold): Finding {
  const message = `Cannot publish the file: of the codes that stand it lacks at least ${retired}, as it has but ${counted(rows, 'row')}; at most ${mostRetired * 100} % may retire without leave`;
  return { level: 'error', reason: 'TOO_MANY_RETIREMENTS', message };
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
