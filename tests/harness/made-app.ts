import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Deployment } from '../../functions/platform/stack-names.ts';
import { type Made, makeApp } from '../../infra/app.ts';
import { entries } from '../../infra/make-bundles.ts';

/** A resource of a template. */
export interface Resource {
  readonly Type: string;
  readonly Properties: { readonly [name: string]: unknown };
  readonly DeletionPolicy?: string;
  readonly [name: string]: unknown;
}

/** A template as CloudFormation reads it. */
export interface Template {
  readonly Resources: { readonly [id: string]: Resource };
  readonly Outputs?: { readonly [id: string]: { readonly Value: unknown } };
}

/** A synthesised app: its templates by the stack's id. */
export interface Synthesised {
  readonly made: Made;
  readonly templates: { readonly [stack: string]: Template };
}

/** Synthesises a deployment over bundles that hold nothing, which is checked for its posture as well. */
export function synthesised(deployment: Deployment, region = 'us-east-1', account: string | null = null): Synthesised {
  const folder = mkdtempSync(join(tmpdir(), 'basegrid-app-'));
  try {
    for (const entry of entries) {
      mkdirSync(join(folder, 'bundles', entry), { recursive: true });
      writeFileSync(join(folder, 'bundles', entry, 'index.mjs'), '');
    }
    const where = { region, account, endpoint: null };
    const made = makeApp({ deployment, ...where, bundles: join(folder, 'bundles'), outdir: join(folder, 'out') });
    const { stacks } = made.app.synth();
    return { made, templates: Object.fromEntries(stacks.map((stack) => [stack.id, stack.template as Template])) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** All resources of a type, in all templates. */
export function resourcesOf({ templates }: Synthesised, type: string): readonly Resource[] {
  return Object.values(templates).flatMap(({ Resources }) =>
    Object.values(Resources).filter(({ Type }) => Type === type),
  );
}
