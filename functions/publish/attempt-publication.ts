import { dayText } from '../../schema/dates/day.ts';
import type { EditionMove } from '../../schema/ports.ts';
import { tiers } from '../../schema/privacy/tier.ts';
import type { Finding } from '../../schema/publication/finding.ts';
import { type Findings, findingsUpTo } from '../../schema/publication/findings.ts';
import type { Lineage } from '../../schema/publication/lineage.ts';
import { type Lines, type Made, nextEditions } from '../../schema/publication/next-editions.ts';
import type { SourceRow } from '../../schema/publication/reconcile.ts';
import { refusalOf } from '../../schema/publication/thresholds.ts';
import { registerOf } from '../../schema/registers/index.ts';
import { layoutOf, type StoredRow } from '../../schema/registers/register.ts';
import { sourceOf } from '../../schema/registers/sources.ts';
import { divisionsChart } from './divisions-chart.ts';
import { type MergedRegister, mergeRegister } from './merge-register.ts';
import type { ParsedSource } from './parse-rows.ts';
import { partitionFindings } from './partition-findings.ts';
import { placeFindings } from './place-findings.ts';
import { type PublicationBlocks, publicationBlocks } from './publication-blocks.ts';
import type { PublicationState } from './publication-state.ts';
import type { PublicationStore } from './publish.ts';
import type { PublishRequest } from './publish-request.ts';
import { relaySuperseded } from './relay-superseded.ts';
import { reportName } from './report.ts';
import type { RowSorter } from './sort-rows.ts';
import { buildSpatial } from './spatial.ts';
import { stillReferenced } from './still-referenced.ts';

/** What stays the same however often a publication is tried. */
export interface AttemptInput {
  readonly parsed: ParsedSource;
  readonly sorter: RowSorter;
  readonly parseFindings: Findings;
  readonly lineage: Lineage;
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

const mostFindings = 1_000;

/** Builds all new trees on the newest editions and says how the editions would move; shows nothing yet. */
export async function attemptPublication(
  request: PublishRequest,
  store: PublicationStore,
  input: AttemptInput,
): Promise<Attempt> {
  const findings = findingsUpTo(mostFindings);
  findings.add(input.parseFindings.kept);
  const lines = await readLines(store);
  const refusedAtOnce = input.parsed.refused ?? refusalOf({ ...input.parsed, retired: 0, inScope: 0 }, request);
  if (refusedAtOnce !== null) return refusedAttempt(lines, findings, refusedAtOnce);
  const blocks = publicationBlocks(store.blocks, request.dryRun);
  const state = await startState(request, { lines, findings, blocks, input });
  const merged = await mergeRegister(state);
  const trees = { ...merged.trees, ...(await relaySuperseded(state)), ...(await buildSpatial(state, merged.trees)) };
  await checkWhole(request, state, { ...merged, trees });
  await blocks.flush();
  const rejected = merged.counts.rejected;
  const refused = refusalOf(
    { rows: input.parsed.rows, rejected, retired: merged.counts.retired, inScope: merged.counts.inScope },
    request,
  );
  if (refused !== null) findings.add([refused]);
  const isRefused = refused !== null || findings.kept.some((finding) => request.strict && isPartition(finding));
  const made: Made = {
    register: request.register,
    layout: layoutOf(state.register),
    trees,
    derived: merged.derived,
    changes: merged.counts.changes,
    at: new Date(request.now()).toISOString(),
    report: reportName(request),
  };
  const move = nextEditions(lines, made);
  const visible = !isRefused && !request.dryRun && move.editions.length > 0;
  return { lines, merged, refused: isRefused, findings, blocksWritten: blocks.written, move: visible ? move : null };
}

function refusedAttempt(lines: Lines, findings: Findings, refusal: Finding): Attempt {
  findings.add([refusal]);
  return { lines, merged: null, refused: true, findings, blocksWritten: 0, move: null };
}

function isPartition({ reason }: Finding): boolean {
  return reason === 'OVERLAP' || reason === 'GAP';
}

async function readLines(store: PublicationStore): Promise<Lines> {
  const newest = await Promise.all(tiers.map(async (tier) => [tier, await store.editions.latest(tier)] as const));
  return Object.fromEntries(newest) as unknown as Lines;
}

interface StateParts {
  readonly lines: Lines;
  readonly findings: Findings;
  readonly blocks: PublicationBlocks;
  readonly input: AttemptInput;
}

async function startState(request: PublishRequest, parts: StateParts): Promise<PublicationState> {
  const { lines, findings, blocks, input } = parts;
  const register = registerOf(request.register);
  const source = sourceOf[request.register];
  const base = lines.GOVERNMENT;
  const own = source.parents.some((parent) => parent.register === register.name)
    ? await rowsByCode(input.sorter, request)
    : new Map();
  const ownRows = (code: string): readonly StoredRow[] => own.get(code) ?? [];
  const needsChart = request.district !== null || source.geometry !== 'none';
  const chart = needsChart ? await divisionsChart(base?.registers.DIVISIONS, blocks.blocks, ownRows) : null;
  const { district } = request;
  return {
    register,
    source,
    effective: request.effective,
    lines,
    base,
    store: blocks,
    folder: request.folder,
    findings,
    lineage: input.lineage,
    district:
      district === null
        ? null
        : { code: district, holds: (division, day) => chart?.liesIn(division, district, day) === true },
    rejected: input.parsed.rejected,
    rejectedCodes: input.parsed.rejectedCodes,
    unreadable: input.parsed.unreadable,
    sorted: () => input.sorter.sorted(),
    ownRows,
    placeFindings: (incoming) => (chart === null ? [] : placeFindings(incoming, chart, request.effective)),
    onProgress: request.onProgress,
  };
}

async function rowsByCode(sorter: RowSorter, request: PublishRequest): Promise<Map<string, StoredRow[]>> {
  const rows = new Map<string, StoredRow[]>();
  for await (const batch of sorter.sorted()) {
    for (const [, text] of batch) {
      const { row } = JSON.parse(text) as SourceRow;
      const dated = { ...row, validFrom: row.validFrom ?? dayText(request.effective) } as StoredRow;
      rows.set(row.code, [...(rows.get(row.code) ?? []), dated]);
    }
  }
  return rows;
}

async function checkWhole(request: PublishRequest, state: PublicationState, merged: MergedRegister): Promise<void> {
  const { retiredCodes, trees } = merged;
  const blocks = state.store.blocks;
  const { register, effective } = request;
  state.findings.add(await stillReferenced({ register, retiredCodes, base: state.base, trees, blocks, effective }));
  if (state.source.geometry !== 'required') return;
  const fields = layoutOf(state.register).open ?? [];
  const level = request.strict ? 'error' : 'warning';
  const root = trees['rows.open'] ?? null;
  state.findings.add(await partitionFindings({ root, fields, blocks: blocks('open'), day: effective, level }));
}
