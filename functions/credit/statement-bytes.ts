import { mostBytesCarried } from '../../schema/registers/credit/credit-port.ts';
import type { ReleasedStatement } from '../../schema/registers/credit/release-statements.ts';

/** Four texts of 500 characters of at most six bytes each, and the rest. */
export const mostStatementBytes = 13_000;

/** The bound of all statements of an answer: what whoever asks can answer with, and no more than travels. */
export function statementBound(mostBytes: number): number {
  return Math.min(mostBytes, mostBytesCarried);
}

/** Bytes of a statement as JSON. */
export function statementBytes(statement: ReleasedStatement): number {
  return Buffer.byteLength(JSON.stringify(statement));
}
