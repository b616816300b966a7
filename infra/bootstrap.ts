import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { cdk } from './cdk.ts';
import type { Environment } from './emulator.ts';

/** What is about to be deployed where. */
export interface Place {
  /** Folder with the templates. */
  readonly assembly: string;
  readonly region: string;
  readonly environment: Environment;
}

/** Makes in account and region what CDK deploys with (a bucket for bundles, roles), where it is not there yet. */
export async function bootstrapMissing({ assembly, region, environment }: Place): Promise<void> {
  if (await isBootstrapped(region, environment)) return;
  await cdk(['bootstrap', '--app', assembly], environment);
}

async function isBootstrapped(region: string, environment: Environment): Promise<boolean> {
  const {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  } = environment;
  const keys = accessKeyId && secretAccessKey ? { credentials: given(environment, accessKeyId, secretAccessKey) } : {};
  const client = new CloudFormationClient({ region, ...keys, ...(endpoint ? { endpoint } : {}) });
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: 'CDKToolkit' }));
    return Stacks.length > 0;
  } catch (error) {
    if (error instanceof Error && /does not exist/.test(error.message)) return false;
    throw new Error(`Cannot reach AWS in ${region}: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  } finally {
    client.destroy();
  }
}

function given({ AWS_SESSION_TOKEN: sessionToken }: Environment, accessKeyId: string, secretAccessKey: string) {
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
}
