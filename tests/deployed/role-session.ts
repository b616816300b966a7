import { createHash } from 'node:crypto';
import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  paginateListFunctions,
} from '@aws-sdk/client-lambda';
import type { Endpoint } from '../../functions/platform/config.ts';
import { clientOptions } from '../../functions/store/aws-endpoint.ts';

/** Keys of a session of a function's role. */
export interface RoleSession {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/**
 * The very session in which the emulator runs a function. MiniStack 1.5.33 derives it from function and role (execution_credentials
 * in core/lambda_runtime.py) and knows it from the function's first call on; roles that trust Lambda alone cannot be assumed.
 */
export async function sessionOf(endpoint: Endpoint, functionName: string): Promise<RoleSession> {
  const lambda = new LambdaClient(clientOptions(endpoint));
  // Whatever comes of a call with nothing.
  await lambda.send(new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from('{}') }));
  const found = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionName }));
  const digest = sha256(`${found.FunctionArn}:${found.Role}`);
  return {
    accessKeyId: `ASIA${digest.slice(0, 16).toUpperCase()}`,
    secretAccessKey: sha256(`secret:${digest}`),
    sessionToken: sha256(`token:${digest}`),
  };
}

/** Names of all functions. */
export async function functionNames(endpoint: Endpoint): Promise<string[]> {
  const names: string[] = [];
  for await (const page of paginateListFunctions({ client: new LambdaClient(clientOptions(endpoint)) }, {}))
    names.push(...(page.Functions ?? []).map(({ FunctionName = '' }) => FunctionName));
  return names;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
