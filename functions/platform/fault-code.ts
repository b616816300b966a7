import { isTransient } from '../store/dynamodb/transient.ts';
import { causeOf } from './logger.ts';

/** Primary result codes of SQLite (https://sqlite.org/rescode.html): busy, locked, disk error, disk full, cannot open. */
const sqliteUnavailable = new Set([5, 6, 10, 13, 14]);

/** Tells whether a fault may be gone when the caller tries again: down is not broken. */
export function faultCode(fault: unknown): 'INTERNAL' | 'UNAVAILABLE' {
  for (let next = fault; next instanceof Error; next = causeOf(next)) {
    if (isTransient(next) || isSqliteUnavailable(next)) return 'UNAVAILABLE';
  }
  return 'INTERNAL';
}

function isSqliteUnavailable(error: Error): boolean {
  return 'errcode' in error && typeof error.errcode === 'number' && sqliteUnavailable.has(error.errcode & 0xff);
}
