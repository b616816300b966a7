import { shanghaiDay } from '../../../schema/dates/shanghai-day.ts';
import type { Store } from '../../../schema/ports.ts';
import type { PublicationReport } from '../../../schema/publication/finding.ts';
import { type Findings, findingsUpTo } from '../../../schema/publication/findings.ts';
import { refusalOf } from '../../../schema/publication/thresholds.ts';
import type { CreditEdition } from '../../../schema/registers/credit/credit-edition.ts';
import { creditPolicies } from '../../../schema/registers/credit/record.ts';
import { creditSource } from '../../../schema/registers/credit/source.ts';
import { hashedBytes } from '../hashed-bytes.ts';
import { parseRows } from '../parse-rows.ts'; // rows -> good ones, sorted, and reasoned rejections
import { type ParsedSource, wholeSource } from '../parsed-source.ts';
import { publicationBlocks } from '../publication-blocks.ts';
import type { PublishRequest } from '../publish-request.ts';
import { readRows } from '../read-rows.ts'; // bytes -> rows
import { mostFindings, storeReport } from '../report.ts';
import { createRowSorter, type RowSorter } from '../sort-rows.ts';
import { untilMoved } from '../until-moved.ts';
import { buildCredit } from './build-credit.ts'; // differences -> the trees of the next edition
import { type CreditCounts, creditDifference } from './credit-difference.ts'; // rows + what stands -> differences
import { creditLeaf } from './credit-evidence.ts';

/** What a publication of credit statements needs of a store. */
export type CreditStore = Pick<Store, 'blocks' | 'creditEditions' | 'objects'>;

/** One source file of credit statements; there are no districts and no periods. */
export type CreditRequest = Omit<PublishRequest, 'register' | 'district' | 'effective' | 'strict'>;

interface Attempt {
  readonly base: CreditEdition | null;
  readonly next: CreditEdition | null;
  readonly counts: CreditCounts;
  readonly refused: boolean;
  readonly blocksWritten: number;
  readonly findings: Findings;
}

/**
 * Makes the register of credit statements equal to a source file, by the rules of every publication: by difference, all at
 * once, the same file twice writes nothing. It moves no line of editions but its own.
 */
export async function publishCredit(request: CreditRequest, store: CreditStore): Promise<PublicationReport> {
  const startedAt = request.now();
  const found = findingsUpTo(mostFindings);
  await using sorter = createRowSorter({ folder: request.folder, memory: request.sortMemory });
  const source = hashedBytes(request.bytes);
  const parsed = await parse({ ...request, bytes: source.bytes }, sorter, found);
  return await untilMoved('publish CREDIT', async () => {
    const tried = await attemptCredit(request, store, { parsed, sorter, found });
    const report = reportOf(request, parsed, tried, request.now() - startedAt);
    if (!request.dryRun) await storeReport(store.objects, { ...request, register: 'CREDIT' }, report);
    const { next } = tried;
    const leaf = next && creditLeaf(next, source.digest());
    const move =
      next && leaf && (async () => (isOfToday(next, request) ? store.creditEditions.move(next, [leaf]) : 'behind'));
    return { answer: report, move };
  });
}

/**
 * Whether no midnight passed while it was made. Else it is made anew: its seconds would lie before that midnight, and whoever was told
 * of what is shown from then on (functions/credit/changes.ts) would never hear of its statements.
 */
function isOfToday({ at }: CreditEdition, { now }: CreditRequest): boolean {
  return shanghaiDay(now()) <= shanghaiDay(Date.parse(at));
}

async function parse(request: CreditRequest, sorter: RowSorter, findings: Findings): Promise<ParsedSource> {
  const parsed = await parseRows({
    register: { policies: creditPolicies },
    source: creditSource,
    batches: readRows(request.bytes, request.name),
    effective: shanghaiDay(request.now()),
    ignoreUnknown: request.ignoreUnknown,
    sorter,
    findings,
    onProgress: (rows) => request.onProgress('reading', rows),
  });
  return wholeSource([parsed]);
}

interface Source {
  readonly parsed: ParsedSource;
  readonly sorter: RowSorter;
  readonly found: Findings;
}

async function attemptCredit(request: CreditRequest, store: CreditStore, source: Source): Promise<Attempt> {
  const { parsed, sorter, found } = source;
  const findings = findingsUpTo(mostFindings, found);
  const base = await store.creditEditions.latest();
  const blocks = publicationBlocks(store.blocks, request.dryRun);
  const refusedAtOnce = parsed.refused ?? refusalOf({ ...parsed, retired: 0, inScope: 0 }, request);
  if (refusedAtOnce !== null) {
    findings.add([refusedAtOnce]);
    const counts = {
      inserted: 0,
      updated: 0,
      retired: 0,
      held: 0,
      unchanged: 0,
      rejected: parsed.rejected,
      inScope: 0,
    };
    return { base, next: null, counts, refused: true, blocksWritten: 0, findings };
  }
  const at = nextInstant(request.now(), base);
  await using difference = await creditDifference({
    base,
    parsed,
    sorter,
    findings,
    blocks,
    at,
    folder: request.folder,
  });
  const { counts } = difference;
  const refusal = refusalOf({ ...counts, rows: parsed.rows }, request);
  if (refusal !== null) {
    findings.add([refusal]);
    return { base, next: null, counts, refused: true, blocksWritten: 0, findings };
  }
  const next = await buildCredit({ base, at, difference, blocks, folder: request.folder });
  await blocks.flush();
  const visible = request.dryRun ? null : next;
  return { base, next: visible, counts, refused: false, blocksWritten: blocks.written, findings };
}

/** Later than the edition before by a second at least, since statements keep seconds; a clock that went back is refused. */
export function nextInstant(now: number, base: CreditEdition | null): number {
  if (base === null) return now;
  const before = Date.parse(base.at);
  if (shanghaiDay(now) < shanghaiDay(before))
    throw new Error(
      `Cannot move register CREDIT on: the clock must not lie before the newest edition, which is of ${base.at}`,
    );
  return Math.max(now, before + 1000);
}

function reportOf(
  request: CreditRequest,
  parsed: ParsedSource,
  { base, next, counts, refused, blocksWritten, findings }: Attempt,
  durationMs: number,
): PublicationReport {
  const number = (next ?? base)?.number ?? 0;
  const { inserted, updated, retired, held, unchanged, rejected } = counts;
  return {
    register: 'CREDIT',
    district: null,
    dryRun: request.dryRun,
    refused,
    published: !refused && !request.dryRun,
    edition: number,
    seq: number,
    rows: parsed.rows,
    ...{ inserted, updated, retired, retirementsHeld: held, unchanged, rejected },
    blocksWritten,
    sealed: Object.fromEntries(parsed.sealed),
    findings: findings.kept,
    findingsOmitted: findings.omitted,
    durationMs,
  };
}
