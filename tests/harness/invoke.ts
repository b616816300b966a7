import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { clientOptions } from '../../functions/store/aws-endpoint.ts';
import type { Deployment } from './deployment.ts';

/** Calls a function of a deployment with nothing, as its schedule does; answers what it answers, throws when it fails. */
export async function invoke({ config }: Deployment, name: string): Promise<unknown> {
  const lambda = new LambdaClient(clientOptions(config.lambda));
  const { Payload, FunctionError } = await lambda.send(
    new InvokeCommand({ FunctionName: `${config.tablePrefix}${name}`, Payload: Buffer.from('{}') }),
  );
  lambda.destroy();
  const text = Buffer.from(Payload ?? new Uint8Array()).toString();
  if (FunctionError !== undefined) throw new Error(`Cannot invoke "${name}": it must answer, failed: ${text}`);
  return JSON.parse(text);
}
