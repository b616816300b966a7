import type { Store } from '../../schema/ports.ts';
import type { PublicationReport } from '../../schema/publication/finding.ts';
import { type Findings, findingsUpTo } from '../../schema/publication/findings.ts';
import { registerOf } from '../../schema/registers/index.ts';
import { sourceOf } from '../../schema/registers/sources.ts';
import { attemptPublication } from './attempt-publication.ts'; // sorted rows + the trees that stand -> new trees
import { hashedBytes } from './hashed-bytes.ts';
import { parseRows } from './parse-rows.ts'; // rows -> good ones, sorted, and reasoned rejections
import { type ParsedSource, wholeSource } from './parsed-source.ts';
import type { PublishRequest } from './publish-request.ts';
import { readRows } from './read-rows.ts'; // bytes -> rows
import { makeReport, mostFindings, storeReport } from './report.ts'; // what was taken, what was refused and why
import { createRowSorter, type RowSorter } from './sort-rows.ts'; // by key, spilling to disk
import { untilMoved } from './until-moved.ts'; // again when others came first

/** What publication needs of a store. */
export type PublicationStore = Pick<Store, 'blocks' | 'editions' | 'objects'>;

/**
 * Makes a register (or one district of it) equal to a source file: blocks first, then the editions in one transaction.
 * Killed at any moment, it leaves the old editions; run again, it ends in the same state. What the data are to blame
 * for is told in the report; what the store is to blame for is thrown.
 */
export async function publish(request: PublishRequest, store: PublicationStore): Promise<PublicationReport> {
  const startedAt = request.now();
  const found = findingsUpTo(mostFindings);
  await using sorter = createRowSorter({ folder: request.folder, memory: request.sortMemory });
  const source = hashedBytes(request.bytes);
  const parsed = await parse({ ...request, bytes: source.bytes }, sorter, found);
  const attempt = async () => {
    const findings = findingsUpTo(mostFindings, found);
    const tried = await attemptPublication(request, store, { parsed, sorter, findings, sourceHash: source.digest() });
    const report = makeReport(request, { parsed, attempt: tried, durationMs: request.now() - startedAt });
    if (!request.dryRun) await storeReport(store.objects, request, report);
    const { move } = tried;
    return { answer: report, move: move && (() => store.editions.move(move)) };
  };
  return await untilMoved(`publish ${request.register}`, attempt, (attempts) =>
    request.onProgress('starting again on the new edition', attempts),
  );
}

async function parse(request: PublishRequest, sorter: RowSorter, findings: Findings): Promise<ParsedSource> {
  const parsed = await parseRows({
    register: registerOf(request.register),
    source: sourceOf[request.register],
    batches: readRows(request.bytes, request.name),
    effective: request.effective,
    ignoreUnknown: request.ignoreUnknown,
    sorter,
    findings,
    onProgress: (rows) => request.onProgress('reading', rows),
  });
  return wholeSource([parsed]);
}
