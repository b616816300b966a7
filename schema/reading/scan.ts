import type { Condition } from '../filters/condition.ts';
import { conditionsSelection } from './conditions-selection.ts';
import type { ListPlan } from './list-query.ts';
import { readReleased } from './read-rows.ts';
import type { MeteredView, RegisterView } from './register-view.ts';
import type { Candidate } from './row-source.ts';

/** Most blocks that one page reads to search for rows that no order finds; the last batch may go over. */
export const searchedBlocks = 64;

/**
 * Times that one page goes on after a read that found too little. One is enough but where a day lies before nearly all that the
 * register knows of: each read looks into a bounded number of blocks there.
 */
const mostReads = 4;

/** Candidates that are tested at once; fewer where each may cost a block. */
const batch = 256;
const scatteredBatch = 48;

/** Rows that a page found, and the place to go on from. */
export interface Scanned {
  readonly found: readonly Candidate[];
  readonly next: string | null;
}

/** Reads a list from the place `from` on until `first` rows are found, it ends, or enough was searched. */
export async function scan(view: MeteredView, plan: ListPlan, from: string | null, first: number): Promise<Scanned> {
  return plan.conditions.length === 0 ? take(plan, from, first) : search(view, plan, from, first);
}

async function take({ source }: ListPlan, from: string | null, first: number): Promise<Scanned> {
  const found: Candidate[] = [];
  let next = from;
  let reads = 0;
  do {
    const read = await source.read(next, first - found.length);
    found.push(...read.candidates);
    next = read.next;
    reads += 1;
  } while (found.length < first && next !== null && reads < mostReads);
  return { found, next };
}

async function search(
  view: MeteredView,
  { source, conditions }: ListPlan,
  from: string | null,
  first: number,
): Promise<Scanned> {
  const found: Candidate[] = [];
  const spentBefore = view.spent();
  let next = from;
  do {
    const read = await source.read(next, source.scattered ? scatteredBatch : batch);
    found.push(...(await satisfying(view, read.candidates, conditions)));
    next = read.next;
  } while (found.length <= first && next !== null && view.spent() - spentBefore < searchedBlocks);
  if (found.length <= first) return { found, next };
  return { found: found.slice(0, first), next: found[first - 1]?.position ?? null };
}

/** Takes candidates through the gate with what the conditions ask for, and keeps those for which all hold. */
async function satisfying(
  view: RegisterView,
  candidates: readonly Candidate[],
  conditions: readonly Condition[],
): Promise<readonly Candidate[]> {
  const open = candidates.map((candidate) => candidate.entry);
  const rows = await readReleased(lenient(view), open, [conditionsSelection(view, conditions)]);
  return candidates.filter(({ first }, place) => {
    const row = rows[place];
    return row !== undefined && conditions.every((condition) => condition.holds(row, first));
  });
}

/** What a tombstone points at may be valid no more. */
function lenient(view: RegisterView): RegisterView {
  return { ...view, asOf: { ...view.asOf, strict: false } };
}
