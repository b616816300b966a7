import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand, usageError } from '../functions/local/run-command.ts';
import { type StackOutput, stackName, stackOutputs } from '../functions/platform/stack-names.ts';
import { bootstrapMissing } from './bootstrap.ts';
import { cdk } from './cdk.ts';
import type { Deployment } from './config.ts';
import { accountOf, deploymentNamed, regionOf } from './deployment-wanted.ts';
import { type Environment, emulatorEnvironment } from './emulator.ts';
import { assemblyFolder, synthesize } from './synthesize.ts';

const usage = `npm run deploy -- --deployment NAME   deploy all stacks, and tell where things are
  --deployment       local (to the emulator at AWS_ENDPOINT_URL), dev or prod
  --json             print the outputs as one JSON object
  AWS_REGION         the region; AWS keys or a profile as for every AWS program`;

/** What is told when all is deployed. */
const shown = ['apiUrl', 'sourceBucket', 'reportBucket'] as const satisfies readonly StackOutput[];

await runCommand(usage, async (words) => {
  const { values } = parseArgs({
    args: [...words],
    options: { deployment: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  if (values.deployment === undefined) throw usageError('Cannot deploy: --deployment must name one, does not');
  const deployment = deploymentNamed(values.deployment);
  const environment = await environmentFor(deployment);
  const region = regionOf(environment);
  if (region === null) throw usageError(`Cannot deploy "${deployment}": AWS_REGION must name its region, does not`);
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
