import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deploymentNamed } from '../functions/local/deployment-named.ts';
import { inputError, runCommand, usageError } from '../functions/local/run-command.ts';
import { deploymentVariables } from '../functions/local/variables.ts';
import { type Deployment, type StackOutput, stackName, stackOutputs } from '../functions/platform/stack-names.ts';
import { bootstrapMissing } from './bootstrap.ts';
import { cdk } from './cdk.ts';
import { accountOf, regionOf } from './deployment-wanted.ts';
import { type Environment, emulatorEnvironment } from './emulator.ts';
import { assemblyFolder, synthesize } from './synthesize.ts';

const form = {
  name: 'deploy',
  usage: `npm run deploy -- --deployment NAME   deploy all stacks, and tell where things are
  --deployment       local (to the emulator at AWS_ENDPOINT_URL), dev or prod
  --json             print the outputs as one JSON object`,
  reads: deploymentVariables,
  options: { deployment: { type: 'string' }, json: { type: 'boolean', default: false } },
} as const;

/** What is told when all is deployed. */
const shown = ['apiUrl', 'sourceBucket', 'reportBucket'] as const satisfies readonly StackOutput[];

await runCommand(form, async ({ values }) => {
  if (values.deployment === undefined) throw usageError('Cannot deploy: --deployment must name one, does not');
  const deployment = deploymentNamed(values.deployment);
  const environment = await environmentFor(deployment);
  const region = regionOf(environment);
  if (region === null)
    throw inputError(
      `Cannot deploy "${deployment}": set AWS_REGION to its region, such as AWS_REGION=us-east-1; it is not set`,
    );
  const endpoint = deployment === 'local' ? (environment.AWS_ENDPOINT_URL ?? null) : null;
  await synthesize([{ deployment, region, account: accountOf(environment), endpoint }]);
  const assembly = assemblyFolder(deployment);
  await bootstrapMissing({ assembly, region, environment });
  const outputs = join(assembly, 'outputs.json');
  await cdk(
    ['deploy', '--all', '--app', assembly, '--require-approval', 'never', '--outputs-file', outputs],
    environment,
  );
  process.stdout.write(told(deployment, outputs, values.json));
  return 0;
});

async function environmentFor(deployment: Deployment): Promise<Environment> {
  return deployment === 'local' ? emulatorEnvironment(process.env) : process.env;
}

function told(deployment: Deployment, file: string, json: boolean): string {
  const known = JSON.parse(readFileSync(file, 'utf8')) as { [stack: string]: { [key: string]: string } };
  const values = shown.map((name) => {
    const { stack, key } = stackOutputs[name];
    return [key, known[stackName(deployment, stack)]?.[key] ?? ''] as const;
  });
  return json
    ? `${JSON.stringify(Object.fromEntries(values))}\n`
    : values.map(([key, value]) => `${key.padEnd(13)} ${value}\n`).join('');
}
