import type { Finding } from '../../schema/publication/finding.ts';
import type { Findings } from '../../schema/publication/findings.ts';
import type { Lines } from '../../schema/publication/next-editions.ts';
import { refusalOf } from '../../schema/publication/thresholds.ts';
import { type Attempt, concludePublication } from './conclude-publication.ts'; // new trees -> how the editions would move
import { type Foretold, foretoldRefusal } from './foretell-retirements.ts'; // is it too short by far?
import { noCounts } from './merge-counts.ts';
import { mergeRegister } from './merge-register.ts'; // sorted rows + the trees that stand -> new trees
import type { ParsedSource } from './parsed-source.ts';
import { publicationBlocks } from './publication-blocks.ts';
import type { PublicationState } from './publication-state.ts';
import type { PublicationStore } from './publish.ts';
import type { PublishRequest } from './publish-request.ts';
import { readLines } from './read-lines.ts'; // the editions to build on
import { saidBy } from './said-by-file.ts';
import { settleFile } from './settle-file.ts'; // what the file says of itself
import type { RowSorter } from './sort-rows.ts';
import { startPublication } from './start-publication.ts';

/** What stays the same however often a publication is tried. */
export interface AttemptInput {
  readonly parsed: ParsedSource;
  readonly sorter: RowSorter;
  /** Takes the findings of this attempt; holds those of the source already. */
  readonly findings: Findings;
  /** SHA-256 of the source (hex), for the evidence log. */
  readonly sourceHash: string | null;
}

/** Builds all new trees on the newest editions and says how the editions would move; shows nothing yet. */
export async function attemptPublication(
  request: PublishRequest,
  store: PublicationStore,
  { parsed, sorter, findings, sourceHash }: AttemptInput,
): Promise<Attempt> {
  const lines = await readLines(store);
  const refusal = refusedUnread(parsed, request);
  if (refusal !== null) return refusedAttempt(lines, findings, refusal);
  const blocks = publicationBlocks(store.blocks, request.dryRun);
  const sorted = () => sorter.sorted();
  const stateOf = await startPublication(request, { lines, findings, blocks, parsed, range: {}, sorted });
  const state = stateOf(saidBy(await settleFile(stateOf, parsed.replacements)));
  const unknown = refusedDistrict(state);
  if (unknown !== null) return refusedAttempt(lines, findings, unknown);
  const early = await foretoldRefusal(state, parsed, request);
  if (early !== null) return refusedAttempt(lines, findings, early.finding, early.figures);
  const merged = await mergeRegister(state);
  return {
    ...(await concludePublication(request, state, { parsed, merged, sourceHash })),
    blocksWritten: blocks.written,
  };
}

/** Why a source is refused before any of it is merged, or null. */
export function refusedUnread(parsed: ParsedSource, request: PublishRequest): Finding | null {
  return parsed.refused ?? refusalOf({ ...parsed, retired: 0, inScope: 0 }, request);
}

/** Why a publication of one district is refused before any row is told that it lies outside, or null. */
export function refusedDistrict({ district }: Pick<PublicationState, 'district'>): Finding | null {
  if (district === null || district.exists) return null;
  const message = `Cannot publish district "${district.code}": it must be a division of the register, is none`;
  return { level: 'error', reason: 'OUTSIDE_DISTRICT', message, codes: [district.code] };
}

/** The attempt that ends before its first row is merged; `figures` are what is known of its codes all the same. */
export function refusedAttempt(lines: Lines, findings: Findings, refusal: Finding, figures?: Foretold): Attempt {
  findings.add([refusal]);
  const merged = figures === undefined ? null : { counts: { ...noCounts(), ...figures } };
  return { lines, merged, refused: true, findings, blocksWritten: 0, move: null };
}
