import { errorCodes, isVisible, type VisibleError, visibleError } from '../../schema/errors.ts';
import type { CreditPort } from '../../schema/registers/credit/credit-port.ts';
import { creditArguments } from './credit-arguments.ts';
import { readReply } from './credit-replies.ts';

/**
 * Version of what travels between the functions that answer GraphQL and the credit function. During a deployment two of them meet: what
 * one does not know is left out, what one is not told has a value that is safe; where that would not do, the caller says which version it
 * needs `atLeast`, and an older function refuses before anything is paid. Whoever adds a value to an enum that is answered raises this
 * number, and has callers of a lower one refused before they pay. 2: pages, repetitions.
 */
export const protocolVersion = 2;
/** The first in which a repetition is known. */
const knowsRepetitions = 2;

/** One call of the credit function, as it travels between functions. */
export interface CreditCall {
  readonly method: keyof CreditPort;
  readonly argument: unknown;
  /** That of whoever calls; 1, which did not say so, where it is absent. */
  readonly version?: number;
  /** The lowest that may answer. */
  readonly atLeast?: number;
}

/** What comes back: a value, or a caller's mistake as it is. A fault of ours fails the function itself. */
export type CreditReply =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly code: string; readonly message: string; readonly argument: string | null };

/** Answers a call with `port`; what it cannot read it refuses, before anything is paid. Throws for faults, and for what is no call. */
export async function answerCall(call: unknown, port: CreditPort): Promise<CreditReply> {
  const { method, argument, atLeast = 1 } = (call ?? {}) as Partial<CreditCall>;
  if (typeof method !== 'string') throw new Error('Cannot answer a call: it must name a method of the credit function');
  try {
    return { ok: true, value: await run(method, argument, atLeast)(port) };
  } catch (error) {
    if (!isVisible(error)) throw error;
    return { ok: false, code: error.code, message: error.message, argument: error.argument };
  }
}

/** The call as it is to be made; throws where another version would have to. */
function run(method: string, argument: unknown, atLeast: unknown): (port: CreditPort) => Promise<unknown> {
  if (!Object.hasOwn(creditArguments, method) || !(Number(atLeast) <= protocolVersion)) throw betweenVersions();
  const name = method as keyof CreditPort;
  let read: unknown;
  try {
    read = creditArguments[name](argument, 'argument');
  } catch (cause) {
    throw Object.assign(betweenVersions(), { cause });
  }
  return (port) => (port[name] as (argument: unknown) => Promise<unknown>)(read);
}

/** The port whose calls travel by `send`. */
export function remoteCredit(send: (call: CreditCall) => Promise<CreditReply>): CreditPort {
  const call = (method: keyof CreditPort) => async (argument: unknown) => {
    const atLeast = isRepeatable(argument) ? knowsRepetitions : 1;
    return readReply(method, replied(await send({ method, argument, version: protocolVersion, atLeast })));
  };
  const port = Object.fromEntries(Object.keys(creditArguments).map((name) => [name, call(name as keyof CreditPort)]));
  return port as unknown as CreditPort;
}

/** A function that forgets the name of a query would make its caller pay for the repetition. */
function isRepeatable(argument: unknown): boolean {
  return typeof argument === 'object' && argument !== null && 'once' in argument && argument.once != null;
}

function replied(reply: CreditReply): unknown {
  if (reply?.ok === true) return reply.value;
  if (reply?.ok !== false)
    throw new Error('Cannot read the reply of the credit function: it must say whether it answers');
  const code = Object.keys(errorCodes).find((known) => known === reply.code) as keyof typeof errorCodes | undefined;
  // Refused in words that we do not know: nothing was paid.
  throw code === undefined ? betweenVersions() : visibleError(code, reply.message, reply.argument ?? null);
}

function betweenVersions(): VisibleError {
  const state =
    'its functions must be of one version, are being deployed; nothing was paid, try again in a few seconds';
  return visibleError('UNAVAILABLE', `Cannot answer a credit query now: ${state}`);
}
