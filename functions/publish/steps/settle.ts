import { codeOfKey } from '../../../schema/publication/class-rows.ts';
import type { Finding } from '../../../schema/publication/finding.ts';
import { type Findings, findingsUpTo } from '../../../schema/publication/findings.ts';
import type { Lines } from '../../../schema/publication/next-editions.ts';
import { cutKeys, stretchesOf } from '../../../schema/tree/cut-keys.ts';
import type { KeyRange } from '../../../schema/tree/key-range.ts';
import { refusedAttempt, refusedDistrict, refusedUnread } from '../attempt-publication.ts';
import { type Foretold, foretoldRefusal } from '../foretell-retirements.ts';
import { type ParsedSource, wholeSource } from '../parsed-source.ts';
import { type PublicationBlocks, publicationBlocks } from '../publication-blocks.ts';
import { readLines } from '../read-lines.ts';
import { makeReport, mostFindings, storeReport } from '../report.ts';
import { type Statements, saidBy } from '../said-by-file.ts';
import { settleFile } from '../settle-file.ts';
import { startPublication } from '../start-publication.ts';
import { type TreeBases, treeBases } from '../tree-bases.ts';
import { type ParsedPart, parsedSource } from './parse-part.ts';
import { type Run, readRuns } from './run-object.ts';
import type { StepPorts } from './step-ports.ts';
import { publishRequest } from './step-request.ts';
import type { PartedUpload } from './upload.ts';
import { readWork, workNames } from './work-names.ts';

/** What all steps of one attempt work with: the editions to build on, and the whole source. */
export interface Settled {
  /** Null when the source is refused: the report says why. */
  readonly attempt: SettledAttempt | null;
}

/** An attempt that goes on. */
export interface SettledAttempt {
  readonly lines: Lines;
  readonly bases: TreeBases;
  readonly statements: Statements;
  readonly source: Pick<ParsedPart, 'rows' | 'rejected' | 'rejectedCodes' | 'unreadable' | 'sealed' | 'findings'>;
  /** The sorted parts of the source. */
  readonly runs: readonly Run[];
  /** Codes between which the key space is cut: one range more than codes. */
  readonly bounds: readonly string[];
  readonly blocksWritten: number;
}

/** One attempt at a publication, and which parts the source has. */
export interface AttemptInput {
  readonly id: string;
  readonly attempt: number;
  readonly parts: readonly number[];
}

/** The ranges that are to be merged; none where the publication has ended. */
export interface Ranges {
  readonly ended: boolean;
  readonly ranges: readonly number[];
}

/** Puts the tallies of all parts together, finds out what the file says of itself, and cuts the key space into ranges. */
export async function settle({ id, attempt, parts }: AttemptInput, ports: StepPorts): Promise<Ranges> {
  const { work } = ports;
  const name = workNames.settled(id, attempt);
  // All steps of an attempt build on the editions that the first try of this step has seen.
  const standing = await work.get(name);
  const made = standing ?? Buffer.from(JSON.stringify(await settleAnew(id, parts, ports)));
  const settled = JSON.parse(Buffer.from(standing ?? (await work.putOnce(name, made))).toString()) as Settled;
  if (settled.attempt === null) return { ended: true, ranges: [] };
  return { ended: false, ranges: Array.from({ length: settled.attempt.bounds.length + 1 }, (_, range) => range) };
}

/** The codes of a range. */
export function rangeOf(bounds: readonly string[], range: number): KeyRange {
  return { lower: bounds[range - 1], upper: bounds[range] };
}

async function settleAnew(id: string, parts: readonly number[], ports: StepPorts): Promise<Settled> {
  const { store, work } = ports;
  const upload = await readWork<PartedUpload>(work, workNames.request(id));
  const request = publishRequest(upload, ports);
  const tallies: ParsedPart[] = [];
  for (const part of parts) {
    tallies.push(await readWork<ParsedPart>(work, workNames.parsed(id, part)));
    if (tallies.at(-1)?.refused != null) break;
  }
  const parsed = wholeSource(tallies.map(parsedSource));
  const found = findingsUpTo(mostFindings);
  for (const { findings } of tallies) found.addAll(findings);
  const lines = await readLines(store);
  const refuse = async (refusal: Finding, figures?: Foretold): Promise<Settled> => {
    const ended = refusedAttempt(lines, found, refusal, figures);
    const report = makeReport(request, { parsed, attempt: ended, durationMs: ports.clock() - upload.startedAt });
    await storeReport(store.objects, request, report);
    return { attempt: null };
  };
  const unread = refusedUnread(parsed, request);
  if (unread !== null) return refuse(unread);
  const runs = tallies.flatMap(({ run }) => run ?? []);
  const blocks = publicationBlocks(store.blocks, false);
  const sorted = () => readRuns(work, runs, {});
  const start = { lines, findings: findingsUpTo(mostFindings), blocks, parsed, range: {}, sorted };
  const stateOf = await startPublication(request, start);
  const statements = await settleFile(stateOf, parsed.replacements);
  const state = stateOf(saidBy(statements));
  const unknown = refusedDistrict(state);
  if (unknown !== null) return refuse(unknown);
  const early = await foretoldRefusal(state, parsed, request);
  if (early !== null) return refuse(early.finding, early.figures);
  const bases = await treeBases(state);
  await blocks.flush();
  const bounds = await boundsOf({ upload, lines, runs, blocks }, ports);
  return {
    attempt: { lines, bases, statements, source: kept(parsed, found), runs, bounds, blocksWritten: blocks.written },
  };
}

function kept({ rows, rejected, rejectedCodes, unreadable, sealed }: ParsedSource, { collected }: Findings) {
  return {
    ...{ rows, rejected, unreadable, rejectedCodes: [...rejectedCodes] },
    ...{ sealed: Object.fromEntries(sealed), findings: collected },
  };
}

interface Sampled {
  readonly upload: PartedUpload;
  readonly lines: Lines;
  readonly runs: readonly Run[];
  readonly blocks: PublicationBlocks;
}

/** Cuts between codes, so that file and register together fill every range alike. */
async function boundsOf({ upload, lines, runs, blocks }: Sampled, { sizes }: StepPorts): Promise<readonly string[]> {
  const root = lines.GOVERNMENT?.registers[upload.register]?.trees['rows.open'] ?? null;
  const standing = await stretchesOf(root, blocks.blocks('open'), sizes.range / 8);
  const cuts = cutKeys([...runs.flatMap(({ pages }) => pages), ...standing], sizes.range);
  return [...new Set(cuts.map(codeOfKey))];
}
