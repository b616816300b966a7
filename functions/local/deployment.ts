import type { Config, Deployed } from '../platform/config.ts';
import { type StackOutput, stackName, stackOutputs } from '../platform/stack-names.ts';
import { clientOptions, isLocal } from '../store/aws-endpoint.ts';
import { patientPolicy, retried } from '../store/dynamodb/retry.ts';
import { deploymentNamed } from './deployment-named.ts';
import { inputError } from './run-command.ts';

/** The configuration of a command that works on a deployed store, from the outputs of its stacks. */
export async function deployedConfig(config: Config, deployment: string): Promise<Config & { deployed: Deployed }> {
  const tell = await outputsOf(config, deployment, ['tablePrefix', 'secrets', 'sourceBucket', 'reportBucket']);
  return {
    ...config,
    store: 'dynamodb',
    tablePrefix: tell('tablePrefix'),
    deployed: {
      service: 'basegrid-command',
      secrets: tell('secrets'),
      edgeSecret: null,
      sourceBucket: tell('sourceBucket'),
      reportBucket: tell('reportBucket'),
      workBucket: null,
      evidenceBucket: null,
      creditFunction: null,
    },
  };
}

/** Asks CloudFormation for outputs of a deployment's stacks; errors are one line that says what is missing. */
export async function outputsOf<O extends StackOutput>(
  config: Config,
  deployment: string,
  wanted: readonly O[],
): Promise<(output: O) => string> {
  const name = deploymentNamed(deployment);
  if (name === 'local' && !isLocal(config.cloudformation))
    throw inputError(
      'Cannot reach deployment "local": AWS_ENDPOINT_URL must name the emulator, such as http://127.0.0.1:4566',
    );
  const { CloudFormationClient, DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation');
  const client = new CloudFormationClient(clientOptions(config.cloudformation));
  const known = new Map<string, string>();
  for (const stack of new Set(wanted.map((output) => stackName(deployment, stackOutputs[output].stack)))) {
    const command = new DescribeStacksCommand({ StackName: stack });
    const { Stacks = [] } = await retried('ask CloudFormation', patientPolicy, () => client.send(command)).catch(
      (error) => explain(error, { deployment, stack, config }),
    );
    for (const { OutputKey = '', OutputValue = '' } of Stacks[0]?.Outputs ?? []) known.set(OutputKey, OutputValue);
  }
  return (output) => {
    const { stack, key } = stackOutputs[output];
    const value = known.get(key);
    if (value !== undefined) return value;
    throw new Error(
      `Cannot use deployment "${deployment}": stack "${stackName(deployment, stack)}" must have output ${key}, has none`,
    );
  };
}

interface Attempt {
  readonly deployment: string;
  readonly stack: string;
  readonly config: Config;
}

function explain(error: unknown, { deployment, stack, config }: Attempt): never {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (/does not exist/.test(message))
    throw new Error(`Cannot find deployment "${deployment}": stack "${stack}" must be deployed, does not exist`);
  if (/credentials/i.test(`${name} ${message}`))
    throw new Error(
      `Cannot reach deployment "${deployment}": AWS keys must be in the environment or a profile, are not`,
    );
  if (/region/i.test(message))
    throw inputError(
      `Cannot reach deployment "${deployment}": set AWS_REGION to its region, such as AWS_REGION=us-east-1; it is not set`,
    );
  const place = config.cloudformation.url ?? `region ${config.cloudformation.region ?? 'unknown'}`;
  throw new Error(`Cannot reach deployment "${deployment}" at ${place}: ${message}`, { cause: error });
}
