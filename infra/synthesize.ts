import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Made, type Making, makeApp } from './app.ts';
import { projectFolder } from './bundle.ts';
import { leftOutIn } from './config.ts';
import { makeBundles } from './make-bundles.ts';

/** Where bundles and templates are written. */
export const bundleFolder = join(projectFolder, 'dist');
export const assemblyFolder = (deployment: string) => join(projectFolder, 'cdk.out', deployment);

/** What to synthesise; bundles and folder are the project's own. */
export type Wish = Omit<Making, 'bundles' | 'outdir'>;

/**
 * Bundles the functions once and writes the templates of deployments into `cdk.out/<deployment>/`. Throws when a rule of the posture
 * is broken (posture.ts), after it has been printed which.
 */
export async function synthesize(wishes: readonly Wish[]): Promise<readonly Made[]> {
  await makeBundles(bundleFolder);
  return wishes.map((wish) => {
    const leftOut = leftOutIn(wish.deployment, wish.region);
    if (leftOut !== null) process.stderr.write(`${leftOut}\n`);
    const outdir = assemblyFolder(wish.deployment);
    rmSync(outdir, { recursive: true, force: true });
    const made = makeApp({ ...wish, bundles: bundleFolder, outdir });
    made.app.synth();
    return made;
  });
}
