import type { ErrorCode } from '../../schema/errors.ts';
import type { CreditQueryPlace } from '../../schema/pricing/credit-queries.ts';
import { faultMessages } from '../platform/error-answer.ts';
import { faultCode } from '../platform/fault-code.ts';
import type { HttpAnswer } from '../platform/http.ts';
import type { RequestContext } from './request-context.ts';

type Parts = Record<string, unknown>;

interface Body {
  readonly data: Parts | null;
  readonly errors?: readonly object[];
  readonly extensions?: Parts;
}

/** An answer to a credit query that was paid, from which what stands beside it can be left out. */
export interface PaidAnswer {
  /** Leaves out root fields beside the query that may be null and are longer than `most` characters. */
  leaveOutRoots(most: number): void;
  /** Leaves out what an answer to the query shows of other registers. */
  leaveOutBeside(): void;
  /** Leaves out the receipt of what was read beside the query. */
  leaveOutReceipt(): void;
  /** The answer as it is now, with an error for each part that is left out. */
  written(): string;
  /** What stands beside the data, with nothing but an error. */
  refused(error: object): string;
}

/** Why parts are left out. */
export interface Reason {
  readonly code: ErrorCode;
  readonly message: string;
}

/** The answer to be cut; null for one that holds no credit query that was paid, or nothing of it. */
export function paidAnswer(answer: HttpAnswer, context: RequestContext, reason: Reason): PaidAnswer | null {
  const { charged, creditQuery } = context.progress;
  if (!charged || creditQuery === null) return null;
  const { data, errors = [], extensions } = JSON.parse(answer.body) as Body;
  if (data === null || data === undefined) return null;
  const left: object[] = [];
  const told = { ...extensions };
  const { code, message } = reason;
  const leaveOut = (object: Parts, name: string, path: readonly (string | number)[], most: number) => {
    if (object[name] == null || JSON.stringify(object[name]).length <= most) return;
    object[name] = null;
    left.push({ message, path: [...path, name], extensions: { code, traceId: context.request.traceId } });
  };
  return {
    leaveOutRoots: (most) => {
      for (const name of creditQuery.others) leaveOut(data, name, [], most);
    },
    leaveOutBeside: () => {
      for (const { report, path } of reportsOf(data, creditQuery))
        for (const name of creditQuery.beside) leaveOut(report, name, path, 0);
    },
    leaveOutReceipt: () => {
      delete told.receipt;
    },
    written: () => JSON.stringify({ data, errors: [...errors, ...left], extensions: told }),
    refused: (error) => JSON.stringify({ data: null, errors: [error], extensions: told }),
  };
}

/** The answer to a credit query that was paid without all that was read beside it, of which no evidence could be left; null for others. */
export function paidAlone(answer: HttpAnswer, context: RequestContext, fault: unknown): HttpAnswer | null {
  const code = faultCode(fault);
  const paid = paidAnswer(answer, context, { code, message: faultMessages[code] });
  if (paid === null) return null;
  paid.leaveOutRoots(0);
  paid.leaveOutBeside();
  paid.leaveOutReceipt();
  return { ...answer, body: paid.written() };
}

interface Place {
  readonly report: Parts;
  readonly path: readonly (string | number)[];
}

/** Answers to the query that there are, each with its path. */
function reportsOf(data: Parts, { key }: CreditQueryPlace): readonly Place[] {
  const found = data[key];
  if (!Array.isArray(found)) return found == null ? [] : [{ report: found as Parts, path: [key] }];
  return found.flatMap((report: Parts | null, at) => (report === null ? [] : [{ report, path: [key, at] }]));
}
