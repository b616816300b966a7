import { counted } from '../../schema/counted.ts';
import type { Spending } from '../../schema/ports.ts';

/** Budgets that do not hold what was to be spent. */
export type Short = readonly { readonly spending: Spending }[];

/** Why a query about so many subjects is refused, and when it would not be. */
export function quotaMessage(subjects: number, short: Short): string {
  const left = Math.min(...short.map(({ spending }) => spending.remaining));
  const whole = new Date(Math.max(...short.map(({ spending }) => spending.resetAt))).toISOString();
  const asked = counted(subjects, 'subject');
  const rest = counted(left, 'query is', 'queries are');
  return `Cannot ask about ${asked}: ${rest} left now, all are back at ${whole}`;
}
