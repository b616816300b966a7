import type { ObjectStore } from '../../schema/ports.ts';
import type { PublicationReport } from '../../schema/publication/finding.ts';
import type { Attempt } from './conclude-publication.ts';
import type { ParsedSource } from './parsed-source.ts';
import type { PublishRequest } from './publish-request.ts';

/** Findings that a report lists; the others are counted. */
export const mostFindings = 1_000;

/** What names a report. */
export interface Reported {
  readonly register: string;
  readonly name: string;
  /** Null or absent: it is made of the others. */
  readonly report?: string | null;
}

/** Name of the report object of a publication: that of the request, else register and source name, without folders. */
export function reportName({ register, name, report = null }: Reported): string {
  if (report !== null) return report;
  const file = name.split(/[/\\]/).at(-1) ?? '';
  return `${register.toLowerCase()}/${file.replace(/[^\w.-]/g, '_') || 'source'}.report.json`;
}

/** Keeps the report beside the sources. */
export async function storeReport(
  objects: Pick<ObjectStore, 'put'>,
  request: Reported,
  report: PublicationReport,
): Promise<void> {
  await objects.put(`reports/${reportName(request)}`, Buffer.from(`${JSON.stringify(report, null, 2)}\n`));
}

interface Outcome {
  readonly parsed: Pick<ParsedSource, 'rows' | 'rejected' | 'sealed'>;
  readonly attempt: Attempt;
  readonly durationMs: number;
}

/** The report of one attempt; numbers are those of GOVERNMENT's line. */
export function makeReport(request: PublishRequest, { parsed, attempt, durationMs }: Outcome): PublicationReport {
  const { lines, merged, move, findings } = attempt;
  const standing = lines.GOVERNMENT;
  const next = move?.editions.find((edition) => edition.tier === 'GOVERNMENT');
  const edition = next ?? standing;
  const counts = merged?.counts;
  return {
    register: request.register,
    district: request.district,
    dryRun: request.dryRun,
    refused: attempt.refused,
    published: !attempt.refused && !request.dryRun,
    edition: edition?.number ?? 0,
    seq: edition?.registers[request.register]?.seq ?? 0,
    rows: parsed.rows,
    inserted: counts?.inserted ?? 0,
    updated: counts?.updated ?? 0,
    retired: counts?.retired ?? 0,
    retirementsHeld: counts?.retirementsHeld ?? 0,
    unchanged: counts?.unchanged ?? 0,
    rejected: parsed.rejected + (counts?.rejected ?? 0),
    blocksWritten: attempt.blocksWritten,
    sealed: Object.fromEntries(parsed.sealed),
    findings: findings.kept,
    findingsOmitted: findings.omitted,
    durationMs,
  };
}
