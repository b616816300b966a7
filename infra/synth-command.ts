import { relative } from 'node:path';
import { deploymentNamed } from '../functions/local/deployment-named.ts';
import { runCommand } from '../functions/local/run-command.ts';
import { deployments } from '../functions/platform/stack-names.ts';
import { accountOf, regionOf } from './deployment-wanted.ts';
import { assemblyFolder, synthesize } from './synthesize.ts';

const form = {
  name: 'synth',
  usage: `npm run synth [-- --deployment NAME]   write the templates, and check their posture
  --deployment   local, dev or prod; all without it`,
  reads: ['AWS_REGION', 'CDK_DEFAULT_ACCOUNT'],
  options: { deployment: { type: 'string' } },
} as const;

await runCommand(form, async ({ values }) => {
  const wanted = values.deployment === undefined ? deployments : [deploymentNamed(values.deployment)];
  const place = { region: regionOf(process.env) ?? 'us-east-1', account: accountOf(process.env), endpoint: null };
  const from = performance.now();
  await synthesize(wanted.map((deployment) => ({ deployment, ...place })));
  const folders = wanted.map((deployment) => relative(process.cwd(), assemblyFolder(deployment)));
  process.stdout.write(`${folders.join(', ')} in ${((performance.now() - from) / 1000).toFixed(1)} s\n`);
  return 0;
});
