import { deploymentNamed } from '../functions/local/deployment-named.ts';
import { inputError, runCommand } from '../functions/local/run-command.ts';
import { makeApp } from './app.ts';
import { accountOf, regionOf } from './deployment-wanted.ts';
import { makeBundles } from './make-bundles.ts';
import { bundleFolder } from './synthesize.ts';

/** The app as the CDK command line runs it: `npx cdk diff -c deployment=prod`. */
const form = {
  name: 'cdk',
  usage: 'npx cdk COMMAND -c deployment=local|dev|prod',
  reads: ['AWS_REGION', 'CDK_DEFAULT_ACCOUNT'],
  options: {},
} as const;

await runCommand(form, async () => {
  const { CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: given = '{}' } = process.env;
  const { deployment }: { deployment?: unknown } = JSON.parse(given);
  const region = regionOf(process.env);
  if (region === null) throw inputError('Cannot make the app: AWS_REGION must name its region, does not');
  await makeBundles(bundleFolder);
  const place = { region, account: accountOf(process.env), endpoint: process.env.AWS_ENDPOINT_URL ?? null };
  makeApp({
    deployment: deploymentNamed(String(deployment)),
    ...place,
    bundles: bundleFolder,
    outdir: outdir ?? 'cdk.out/app',
  }).app.synth();
  return 0;
});
