import { addMonths } from '../../dates/add-months.ts';
import { type Day, dayOf } from '../../dates/day.ts';
import { firstDay, type PartialDate } from '../../dates/partial-date.ts';
import { type PublicityRules, publicityRules, rulesBetween } from './publicity-rules.ts';
import type { CreditKind, CreditRecord } from './record.ts';

/** What decides about the publicity of a statement. */
export type Dated = Pick<CreditRecord, 'kind' | 'severity' | 'decidedOn' | 'repairedOn' | 'withdrawnOn'>;

/** A half-open period of days; `to` null: without end. */
export interface Publicity {
  readonly from: Day;
  readonly to: Day | null;
}

/** Kinds that are shown for a time only, and whose repair ends it. */
const windowed: ReadonlySet<CreditKind> = new Set(['PENALTY', 'DISHONESTY']);
const everSince = Number.NEGATIVE_INFINITY;
const beforeAll = dayOf(1, 1, 1);

/**
 * When a statement is shown to others than authorities, by the rules that hold on `today`: hidden from 00:00 in
 * Asia/Shanghai of the day `to` on. The rules of today apply to every decision, but no rules that were in force since the
 * decision may be outstayed: what ended once never comes back.
 */
export function publicityOf(
  statement: Dated,
  today: Day,
  table: readonly PublicityRules[] = publicityRules,
): Publicity {
  const decided = dayOrNull(statement.decidedOn);
  const ends = [dayOrNull(statement.withdrawnOn), ...windowEnds(statement, decided, today, table)];
  const known = ends.filter((end) => end !== null);
  return { from: decided ?? everSince, to: known.length === 0 ? null : Math.min(...known) };
}

/** True when a statement may be shown on `today`. */
export function isPublic(statement: Dated, today: Day, table: readonly PublicityRules[] = publicityRules): boolean {
  const { from, to } = publicityOf(statement, today, table);
  return from <= today && (to === null || today < to);
}

function windowEnds(
  { kind, severity, repairedOn }: Dated,
  decided: Day | null,
  today: Day,
  table: readonly PublicityRules[],
): readonly (Day | null)[] {
  const repaired = dayOrNull(repairedOn);
  if (kind === 'ABNORMALITY') return [repaired];
  if (!windowed.has(kind)) return [];
  // A source that tells neither date nor severity gives no right to show it: publication refuses such rows.
  if (decided === null || severity === null) return [beforeAll];
  return rulesBetween(decided, Math.max(decided, today), table).flatMap(({ windows }) => {
    const { shortest, longest } = windows[severity];
    const repair = repaired === null ? null : Math.max(repaired, addMonths(decided, shortest));
    return [addMonths(decided, longest), repair];
  });
}

function dayOrNull(date: string | null): Day | null {
  return date === null ? null : firstDay(date as PartialDate);
}
