import { errorCodes, isVisible, visibleError } from '../../schema/errors.ts';
import type { CreditPort } from '../../schema/registers/credit/credit-port.ts';

/** One call of the credit function, as it travels between functions. */
export interface CreditCall {
  readonly method: keyof CreditPort;
  readonly argument: unknown;
}

/** What comes back: a value, or a caller's mistake as it is. A fault of ours fails the function itself. */
export type CreditReply =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly code: string; readonly message: string; readonly argument: string | null };

const methods: ReadonlySet<string> = new Set<keyof CreditPort>([
  'reports',
  'quota',
  'queryLog',
  'changes',
  'watch',
  'receipt',
  'openings',
  'publications',
]);

/** Answers a call with `port`; throws for faults, and for what is no call. */
export async function answerCall(call: unknown, port: CreditPort): Promise<CreditReply> {
  const { method, argument } = (call ?? {}) as Partial<CreditCall>;
  if (method === undefined || !methods.has(method))
    throw new Error('Cannot answer a call: it must name a method of the credit function');
  const run = port[method] as (argument: unknown) => Promise<unknown>;
  try {
    return { ok: true, value: await run(argument) };
  } catch (error) {
    if (!isVisible(error)) throw error;
    return { ok: false, code: error.code, message: error.message, argument: error.argument };
  }
}

/** The port whose calls travel by `send`. */
export function remoteCredit(send: (call: CreditCall) => Promise<CreditReply>): CreditPort {
  const call = (method: keyof CreditPort) => async (argument: unknown) => replied(await send({ method, argument }));
  const port = Object.fromEntries([...methods].map((method) => [method, call(method as keyof CreditPort)]));
  return port as unknown as CreditPort;
}

function replied(reply: CreditReply): unknown {
  if (reply.ok) return reply.value;
  const code = Object.keys(errorCodes).find((known) => known === reply.code) as keyof typeof errorCodes | undefined;
  if (code === undefined)
    throw new Error(`Cannot read the reply of the credit function: code "${reply.code}" is unknown`);
  throw visibleError(code, reply.message, reply.argument);
}
