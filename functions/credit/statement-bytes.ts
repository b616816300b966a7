import { visibleError } from '../../schema/errors.ts';
import type { ReleasedStatement } from '../../schema/registers/credit/release-statements.ts';

/** Lambda replies with at most 6 MB; the rest of a reply has room beside this. */
const mostReplyBytes = 5_000_000;
/** Four texts of 500 characters of at most six bytes each, and the rest. */
const mostStatementBytes = 13_000;

/** The bound of all statements of an answer: what whoever asks can answer with, and no more than travels. */
export function statementBound(mostBytes: number): number {
  return Math.min(mostBytes, mostReplyBytes);
}

/** Bytes of a statement as JSON. */
export function statementBytes(statement: ReleasedStatement): number {
  return Buffer.byteLength(JSON.stringify(statement));
}

/** Refuses an answer that could not leave, before it is paid. Statements that are few are not measured. */
export function checkStatementBytes(reports: Iterable<readonly ReleasedStatement[]>, mostBytes: number): void {
  const bound = statementBound(mostBytes);
  const all = [...reports].flat();
  if (all.length * mostStatementBytes <= bound) return;
  const bytes = all.reduce((sum, statement) => sum + statementBytes(statement), 0);
  if (bytes <= bound) return;
  const wanted = `must be at most ${bound} as they are asked for, ask about fewer organisations or for fewer fields`;
  throw visibleError(
    'TOO_LARGE',
    `Cannot answer with ${all.length} statements of ${bytes} bytes: they ${wanted}; nothing was paid`,
  );
}
