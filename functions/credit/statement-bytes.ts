import type { ReleasedStatement } from '../../schema/registers/credit/release-statements.ts';

/** Lambda replies with at most 6 MB; the rest of a reply has room beside this. */
const mostReplyBytes = 5_000_000;
/** Four texts of 500 characters of at most six bytes each, and the rest. */
export const mostStatementBytes = 13_000;

/** The bound of all statements of an answer: what whoever asks can answer with, and no more than travels. */
export function statementBound(mostBytes: number): number {
  return Math.min(mostBytes, mostReplyBytes);
}

/** Bytes of a statement as JSON. */
export function statementBytes(statement: ReleasedStatement): number {
  return Buffer.byteLength(JSON.stringify(statement));
}
