import { counted } from '../../schema/counted.ts';
import type { Finding, PublicationReport } from '../../schema/publication/finding.ts';

const mostShown = 20;
const mostOfReason = 5;

/** Writes a report for people: what became of the rows, then the first findings. */
export function printReport(report: PublicationReport, out: NodeJS.WritableStream): void {
  out.write(`${headline(report)}\n`);
  const figures: readonly (readonly [string, number])[] = [
    ['rows', report.rows],
    ['inserted', report.inserted],
    ['updated', report.updated],
    ['retired', report.retired],
    ['retirements held', report.retirementsHeld],
    ['unchanged', report.unchanged],
    ['rejected', report.rejected],
    // Of what is not published, blocks are none, or lie there unnamed until they are swept: nobody's figure.
    ...(report.published ? ([['blocks written', report.blocksWritten]] as const) : []),
  ];
  // Of a file that was refused unread nothing is known but that: rows that were not compared are not "0 unchanged".
  const told = report.refused ? figures.filter(([name, value]) => value > 0 || name === 'rows') : figures;
  for (const [name, value] of told) out.write(`  ${name.padEnd(17)}${value.toLocaleString('en').padStart(12)}\n`);
  for (const [column, count] of Object.entries(report.sealed))
    out.write(`  sealed ${column}: ${counted(count, 'cell')} dropped\n`);
  const shown = shownFindings(report.findings);
  for (const finding of shown) out.write(`  ${findingLine(finding)}\n`);
  const more = report.findings.length - shown.length + report.findingsOmitted;
  if (more > 0) out.write(`  and ${counted(more, 'finding')} more (--json shows those that are kept)\n`);
}

function headline(report: PublicationReport): string {
  const scope = report.district === null ? '' : ` of district ${report.district}`;
  const seconds = (report.durationMs / 1000).toFixed(1);
  if (report.refused) return `${report.register}${scope}: refused after ${seconds} s, nothing has changed`;
  if (report.dryRun) return `${report.register}${scope}: dry run of ${seconds} s, nothing was written`;
  const changed = report.inserted + report.updated + report.retired > 0;
  const but = report.rejected === 0 ? '' : `, but for ${counted(report.rejected, 'rejected row')}`;
  if (!changed)
    return `${report.register}${scope}: the file says what stands${but}; edition ${report.edition} stays, in ${seconds} s`;
  return `${report.register}${scope}: published as edition ${report.edition}, seq ${report.seq}, in ${seconds} s`;
}

/** Errors, then warnings; the first of every reason: a frequent one does not push the others off the screen. */
function shownFindings(findings: readonly Finding[]): readonly Finding[] {
  const byReason = Map.groupBy(findings, ({ reason }) => reason);
  const few = new Set([...byReason.values()].flatMap((ofReason) => ofReason.slice(0, mostOfReason)));
  const rank = ({ level }: Finding): number => (level === 'error' ? 0 : 1);
  const shown = findings.filter((finding) => few.has(finding));
  return shown.toSorted((one, other) => rank(one) - rank(other)).slice(0, mostShown);
}

function findingLine(finding: Finding): string {
  const place = finding.line === undefined ? '' : ` line ${finding.line}`;
  return `${finding.level} ${finding.reason}${place}: ${finding.message}`;
}
