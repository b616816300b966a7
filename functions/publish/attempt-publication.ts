import type { EditionMove } from '../../schema/ports.ts';
import { tiers } from '../../schema/privacy/tier.ts';
import type { Finding } from '../../schema/publication/finding.ts';
import type { Findings } from '../../schema/publication/findings.ts';
import { type Lines, nextEditions } from '../../schema/publication/next-editions.ts';
import { refusalOf } from '../../schema/publication/thresholds.ts';
import { layoutOf } from '../../schema/registers/register.ts';
import { checkWhole } from './check-whole.ts';
import { type MergedRegister, mergeRegister } from './merge-register.ts';
import type { ParsedSource } from './parse-rows.ts';
import { publicationBlocks } from './publication-blocks.ts';
import type { PublicationStore } from './publish.ts';
import type { PublishRequest } from './publish-request.ts';
import { reportName } from './report.ts';
import type { RowSorter } from './sort-rows.ts';
import { buildSpatial } from './spatial.ts';
import { startPublication } from './start-publication.ts';

/** What stays the same however often a publication is tried. */
export interface AttemptInput {
  readonly parsed: ParsedSource;
  readonly sorter: RowSorter;
  /** Takes the findings of this attempt; holds those of the source already. */
  readonly findings: Findings;
}

/** What one attempt came to. `move` is null when nothing is to become visible. */
export interface Attempt {
  readonly lines: Lines;
  readonly merged: MergedRegister | null;
  readonly refused: boolean;
  readonly findings: Findings;
  readonly blocksWritten: number;
  readonly move: EditionMove | null;
}

/** Builds all new trees on the newest editions and says how the editions would move; shows nothing yet. */
export async function attemptPublication(
  request: PublishRequest,
  store: PublicationStore,
  { parsed, sorter, findings }: AttemptInput,
): Promise<Attempt> {
  const lines = await readLines(store);
  const refusedAtOnce = parsed.refused ?? refusalOf({ ...parsed, retired: 0, inScope: 0 }, request);
  if (refusedAtOnce !== null) return refusedAttempt(lines, findings, refusedAtOnce);
  const blocks = publicationBlocks(store.blocks, request.dryRun);
  const state = await startPublication(request, { lines, findings, blocks, parsed, sorter });
  const merged = await mergeRegister(state);
  const trees = { ...merged.trees, ...(await buildSpatial(state, merged.trees)) };
  const whole = await checkWhole(state, { ...merged, trees }, request.strict ? 'error' : 'warning');
  await blocks.flush();
  const refusal = refusalOf({ ...merged.counts, rows: parsed.rows }, request);
  findings.add(refusal === null ? whole : [...whole, refusal]);
  const refused = refusal !== null || whole.some(({ level }) => level === 'error');
  const move = nextEditions(lines, {
    register: request.register,
    layout: layoutOf(state.register),
    trees,
    derived: merged.derived,
    changes: merged.counts.changes,
    at: new Date(request.now()).toISOString(),
    report: reportName(request),
  });
  const visible = !refused && !request.dryRun && move.editions.length > 0;
  return { lines, merged, refused, findings, blocksWritten: blocks.written, move: visible ? move : null };
}

function refusedAttempt(lines: Lines, findings: Findings, refusal: Finding): Attempt {
  findings.add([refusal]);
  return { lines, merged: null, refused: true, findings, blocksWritten: 0, move: null };
}

async function readLines(store: PublicationStore): Promise<Lines> {
  const newest = await Promise.all(tiers.map(async (tier) => [tier, await store.editions.latest(tier)] as const));
  return Object.fromEntries(newest) as unknown as Lines;
}
