import { counted } from '../counted.ts';
import { type Day, dayText } from '../dates/day.ts';
import type { AlwaysOpen } from '../privacy/record-class.ts';
import type { IncomingRow, StoredRow } from '../registers/register.ts';
import type { RegisterName } from '../registers/register-name.ts';
import type { SourceRow } from './code-case.ts';
import type { Finding, FindingReason } from './finding.ts';
import type { Lineage } from './lineage.ts';
import { endOf, reachesBeyond, startOf } from './periods.ts';
import type { Source } from './source.ts';

/** Rows of another register (open fields) by code; an unknown code has none. */
export type PointedAt = (register: RegisterName, code: string) => readonly StoredRow[];

/** What decides whether a row may come in, besides itself. */
export interface Admission {
  readonly source: Source;
  readonly effective: Day;
  readonly pointedAt: PointedAt;
  /** Fields of a record that not everyone may read: a finding does not repeat them. */
  readonly restrictedFields: (record: AlwaysOpen) => ReadonlySet<string>;
  readonly lineage: Lineage;
  /** District to which the publication is limited, and the test of a division's lying in it; null: no limit. */
  readonly district: { readonly code: string; holds(division: string, day: Day): boolean } | null;
}

/** What is known of the code whose row asks to come in. */
export interface CodeKnown {
  /** First day of what stands under the code, or null. */
  readonly since: Day | null;
  /** True when the file itself holds a tombstone of the code, so that its other rows are the past. */
  readonly restated: boolean;
}

/** Everything that speaks against a row, or warns of it; an error keeps it out. */
export function admissionFindings({ line, row }: SourceRow, admission: Admission, known: CodeKnown): Finding[] {
  const day = dayOfSpeech(row, admission.effective, known.since);
  const complaints: Complaint[] = [];
  for (const parent of admission.source.parents)
    addComplaint(complaints, complaintOfParent(row, parent, admission, day));
  addComplaint(complaints, complaintOfPlace(row, admission, day));
  addComplaint(complaints, complaintOfCycle(row, admission.lineage));
  addComplaint(complaints, complaintOfReplacement(row, admission.lineage, known.restated));
  return complaints.map(({ reason, level, ...about }) => ({ level, reason, line, ...about }));
}

/**
 * The day that decides where a row lies and whether what it points at exists. A row without a date speaks from the effective
 * date on, or leaves alone what begins only later.
 */
export function dayOfSpeech(row: IncomingRow, effective: Day, since: Day | null): Day {
  return dayOfReference(row, row.validFrom === null ? Math.max(effective, since ?? effective) : effective);
}

interface Complaint {
  readonly reason: FindingReason;
  readonly level: Finding['level'];
  readonly column?: string;
  readonly message: string;
  readonly codes: readonly string[];
}

function addComplaint(complaints: Complaint[], complaint: Complaint | null): void {
  if (complaint !== null) complaints.push(complaint);
}

/** What a row points at must exist on the day; for a tombstone it is enough that it once did. */
function complaintOfParent(
  row: IncomingRow,
  { column, register, prefix }: Source['parents'][number],
  admission: Admission,
  day: Day,
): Complaint | null {
  const parent = row[column];
  if (typeof parent !== 'string') return null;
  const rows = admission.pointedAt(register, parent);
  const isPast = row.state === 'RETIRED' || admission.source.isPast?.(row) === true;
  const exists = isPast ? rows.length > 0 : rowOn(rows, day) !== null;
  if (exists && (!prefix || row.code.startsWith(parent))) return null;
  const isHidden = admission.restrictedFields(row).has(column);
  const codes = isHidden ? [row.code] : [row.code, parent];
  const shown = isHidden ? `<${counted(parent.length, 'character')}>` : `"${parent}"`;
  if (!exists) {
    const message = `Cannot take "${row.code}": ${column} ${shown} must exist on ${dayText(day)}, does not`;
    return { reason: 'MISSING_PARENT', level: 'error', column, message, codes };
  }
  const message = `Code "${row.code}" does not begin with its ${column} ${shown}`;
  return { reason: 'PREFIX_DIFFERS', level: 'warning', column, message, codes };
}

/** A row whose division is unknown lacks its parent, and is told so already. */
function complaintOfPlace(row: IncomingRow, admission: Admission, day: Day): Complaint | null {
  const { district } = admission;
  const division = district === null ? null : divisionOf(row, admission, day);
  if (district === null || division === null || district.holds(division, day)) return null;
  const message = `Cannot take "${row.code}": it lies in division "${division}", outside district "${district.code}"`;
  return { reason: 'OUTSIDE_DISTRICT', level: 'error', message, codes: [row.code, division] };
}

function complaintOfCycle(row: IncomingRow, lineage: Lineage): Complaint | null {
  if (row.replaces.length === 0 || !lineage.inCycle(row.code)) return null;
  const message = `Cannot take "${row.code}": it must not replace itself, does so through a chain of replacements`;
  const codes = [row.code, ...row.replaces];
  return { reason: 'CYCLE', level: 'error', column: 'replaces', message, codes };
}

function complaintOfReplacement(row: IncomingRow, lineage: Lineage, restated: boolean): Complaint | null {
  const replacedFrom = restated ? null : lineage.replacedFrom(row.code);
  if (replacedFrom === null || row.state === 'RETIRED' || !reachesBeyond(row, replacedFrom)) return null;
  const message = `Cannot take "${row.code}" as ${row.state}: another row of the file replaces it from ${dayText(replacedFrom)}`;
  return { reason: 'CONTRADICTION', level: 'error', column: 'state', message, codes: [row.code] };
}

/** The day of the row's period that is nearest to the effective date: on it, what the row points at must exist. */
export function dayOfReference(
  row: { readonly validFrom: string | null; readonly validTo: string | null },
  effective: Day,
): Day {
  const start = row.validFrom === null ? effective : startOf({ validFrom: row.validFrom });
  const end = endOf(row);
  return Math.max(start, end === null ? effective : Math.min(effective, end - 1));
}

/** The row that is valid on `day`, or null; a tombstone is valid on none. */
export function rowOn(rows: readonly StoredRow[], day: Day): StoredRow | null {
  const found = rows.findLast((row) => row.state !== 'RETIRED' && startOf(row) <= day && reachesBeyond(row, day));
  return found ?? null;
}

/** The division in which a row lies on `day`: its own, its community, or its building's community. */
export function divisionOf(
  row: IncomingRow | StoredRow,
  admission: Pick<Admission, 'source' | 'pointedAt'>,
  day: Day,
): string | null {
  const column = admission.source.district;
  if (column === null) return row.code;
  const code = row[column];
  if (typeof code !== 'string') return null;
  if (column === 'community') return code;
  const buildings = admission.pointedAt('BUILDINGS', code);
  const community = (rowOn(buildings, day) ?? buildings.at(-1))?.community;
  return typeof community === 'string' ? community : null;
}
