import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand } from '../functions/local/run-command.ts';
import { deployments } from './config.ts';
import { accountOf, deploymentNamed, regionOf } from './deployment-wanted.ts';
import { assemblyFolder, synthesize } from './synthesize.ts';

const usage = `npm run synth [-- --deployment NAME]   write the templates, and check their posture
  --deployment   local, dev or prod; all without it
  AWS_REGION     the region they are for (us-east-1)`;

await runCommand(usage, async (words) => {
  const { values } = parseArgs({ args: [...words], options: { deployment: { type: 'string' } } });
  const wanted = values.deployment === undefined ? deployments : [deploymentNamed(values.deployment)];
  const place = { region: regionOf(process.env) ?? 'us-east-1', account: accountOf(process.env), endpoint: null };
  const from = performance.now();
  await synthesize(wanted.map((deployment) => ({ deployment, ...place })));
  const folders = wanted.map((deployment) => relative(process.cwd(), assemblyFolder(deployment)));
  process.stdout.write(`${folders.join(', ')} in ${((performance.now() - from) / 1000).toFixed(1)} s\n`);
  return 0;
});
