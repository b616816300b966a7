import { type Day, dayText } from '../dates/day.ts';
import type { IncomingRow, StoredRow } from '../registers/register.ts';
import type { RegisterName } from '../registers/register-name.ts';
import type { Finding, FindingReason } from './finding.ts';
import type { Lineage } from './lineage.ts';
import { endOf, type SourceRow, startOf } from './reconcile.ts';
import type { Source } from './source.ts';

/** Rows of another register (open fields) by code; an unknown code has none. */
export type PointedAt = (register: RegisterName, code: string) => readonly StoredRow[];

/** What decides whether a row may come in, besides itself. */
export interface Admission {
  readonly source: Source;
  readonly effective: Day;
  readonly pointedAt: PointedAt;
  readonly lineage: Lineage;
  /** District to which the publication is limited, and the test of a division's lying in it; null: no limit. */
  readonly district: { readonly code: string; holds(division: string, day: Day): boolean } | null;
}

/**
 * Everything that speaks against a row, or warns of it; an error keeps it out. `restated`: the file itself holds a
 * tombstone of the same code, so that its other rows are the past.
 */
export function admissionFindings({ line, row }: SourceRow, admission: Admission, restated: boolean): Finding[] {
  const findings: Finding[] = [];
  const say = (
    reason: FindingReason,
    level: Finding['level'],
    about: { column?: string; message: string; codes: string[] },
  ) => findings.push({ level, reason, line, ...about });
  const day = dayOfReference(row, admission.effective);
  for (const { column, register, prefix } of admission.source.parents) {
    const parent = row[column];
    if (typeof parent !== 'string') continue;
    if (!existsOn(admission.pointedAt(register, parent), day)) {
      const message = `Cannot take "${row.code}": ${column} "${parent}" does not exist on ${dayText(day)}`;
      say('MISSING_PARENT', 'error', { column, message, codes: [row.code, parent] });
    } else if (prefix && !row.code.startsWith(parent)) {
      const message = `Code "${row.code}" does not begin with its ${column} "${parent}"`;
      say('PREFIX_DIFFERS', 'warning', { column, message, codes: [row.code, parent] });
    }
  }
  const division = divisionOf(row, admission, day);
  if (admission.district !== null && (division === null || !admission.district.holds(division, day))) {
    const message = `Cannot take "${row.code}": it lies outside district "${admission.district.code}"`;
    say('OUTSIDE_DISTRICT', 'error', { message, codes: [row.code] });
  }
  if (admission.lineage.inCycle(row.code)) {
    const message = `Cannot take "${row.code}": it replaces itself through a chain of replacements`;
    say('CYCLE', 'error', { column: 'replaces', message, codes: [row.code, ...row.replaces] });
  }
  const contradiction = restated ? null : contradictionOf(row, admission.lineage);
  if (contradiction !== null)
    say('CONTRADICTION', 'error', { column: 'state', message: contradiction, codes: [row.code] });
  return findings;
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

function existsOn(rows: readonly StoredRow[], day: Day): boolean {
  return rowOn(rows, day) !== null;
}

/** The row that is valid on `day`, or null; a tombstone is valid on none. */
export function rowOn(rows: readonly StoredRow[], day: Day): StoredRow | null {
  const found = rows.findLast((row) => {
    const end = endOf(row);
    return row.state !== 'RETIRED' && startOf(row) <= day && (end === null || day < end);
  });
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

function contradictionOf(row: IncomingRow, lineage: Lineage): string | null {
  const replacedFrom = lineage.replacedFrom(row.code);
  if (replacedFrom === null || row.state === 'RETIRED') return null;
  const end = endOf(row);
  if (end !== null && end <= replacedFrom) return null;
  return `Cannot take "${row.code}" as ${row.state}: another row of the file replaces it from ${dayText(replacedFrom)}`;
}
