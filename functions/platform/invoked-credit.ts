import type { CreditPort } from '../../schema/registers/credit/credit-port.ts';
import { clientOptions } from '../store/aws-endpoint.ts';
import type { Config } from './config.ts';
import { type CreditReply, remoteCredit } from './credit-protocol.ts';
import { untilGivenUp } from './request-signal.ts';

/** Longer than the function may take (infra/api/credit-function.ts): its reply would be lost. */
const patience = { requestTimeout: 20_000, socketTimeout: 20_000 };

/**
 * The credit function as it is deployed: invoked by its name, once a query. It is never tried again by itself: a query that was
 * paid and logged is not to be so twice. The client is loaded with the first query.
 */
export function invokedCredit({ deployed, lambda }: Config): CreditPort {
  const name = deployed?.creditFunction ?? null;
  let client: Promise<(payload: Uint8Array) => Promise<Uint8Array>> | null = null;
  return remoteCredit(async (call) => {
    if (name === null) throw new Error('Cannot answer a credit query: no credit function is named for this process');
    client ??= invoker(name, lambda);
    const reply = await (await client)(Buffer.from(JSON.stringify(call)));
    return JSON.parse(Buffer.from(reply).toString()) as CreditReply;
  });
}

async function invoker(
  name: string,
  endpoint: Config['lambda'],
): Promise<(payload: Uint8Array) => Promise<Uint8Array>> {
  const { InvokeCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
  const client = new LambdaClient(clientOptions(endpoint, patience));
  return async (payload) => {
    const command = new InvokeCommand({ FunctionName: name, Payload: payload });
    const { FunctionError, Payload } = await client.send(command, untilGivenUp());
    if (FunctionError === undefined && Payload !== undefined) return Payload;
    throw new Error(
      `Cannot answer a credit query: the credit function must reply, failed (${FunctionError ?? 'empty'})`,
    );
  };
}
