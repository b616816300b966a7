import type { Finding } from '../../../schema/publication/finding.ts';
import { type CollectedFindings, findingsUpTo } from '../../../schema/publication/findings.ts';
import type { Replacement } from '../../../schema/publication/lineage.ts';
import { registerOf } from '../../../schema/registers/index.ts';
import { sourceOf } from '../../../schema/registers/sources.ts';
import { parseRows } from '../parse-rows.ts';
import type { ParsedSource } from '../parsed-source.ts';
import { mostFindings } from '../report.ts';
import { createRowSorter } from '../sort-rows.ts';
import { readPart } from './part-object.ts';
import { createRun, type Run } from './run-object.ts';
import type { StepPorts } from './step-ports.ts';
import { publishRequest } from './step-request.ts';
import type { PartedUpload } from './upload.ts';
import { readWork, workNames, writeWork } from './work-names.ts';

/** What was found out about one part, as it is kept. */
export interface ParsedPart {
  readonly rows: number;
  readonly rejected: number;
  readonly rejectedCodes: readonly string[];
  readonly unreadable: boolean;
  readonly replacements: readonly Replacement[];
  readonly sealed: { readonly [column: string]: number };
  readonly refused: Finding | null;
  readonly findings: CollectedFindings;
  /** The good rows, sorted; null when there are none. */
  readonly run: Run | null;
}

/** Reads one part: its good rows become a sorted run, and what else it says a tally. */
export async function parsePart(
  { id, part }: { readonly id: string; readonly part: number },
  ports: StepPorts,
): Promise<void> {
  const { work, folder, sizes } = ports;
  const upload = await readWork<PartedUpload>(work, workNames.request(id));
  const bytes = await work.get(workNames.part(id, part));
  if (bytes === null) throw new Error(`Cannot parse part ${part} of "${id}": it must be there, is not`);
  const { effective, ignoreUnknown } = publishRequest(upload, ports);
  const findings = findingsUpTo(mostFindings);
  await using sorter = createRowSorter({ folder, memory: sizes.sortMemory });
  const parsed = await parseRows({
    register: registerOf(upload.register),
    source: sourceOf[upload.register],
    batches: readPart(bytes),
    ...{ effective, ignoreUnknown, sorter, findings },
    onProgress: () => undefined,
  });
  const writer = createRun(sizes.page);
  for await (const rows of sorter.sorted()) writer.add(rows);
  const run = await writer.finish(work, workNames.rows(id, part));
  const kept: ParsedPart = {
    ...parsed,
    rejectedCodes: [...parsed.rejectedCodes],
    sealed: Object.fromEntries(parsed.sealed),
    findings: findings.collected,
    run,
  };
  await writeWork(work, workNames.parsed(id, part), kept);
}

/** The tally of a part in the terms of a source. */
export function parsedSource({ rejectedCodes, sealed, ...part }: ParsedPart): ParsedSource {
  return { ...part, rejectedCodes: new Set(rejectedCodes), sealed: new Map(Object.entries(sealed)) };
}
