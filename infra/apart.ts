import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname } from 'node:path';
import type { ImportKind, OnResolveResult, Plugin, PluginBuild } from 'esbuild';
import { leftOutAt, placeholder } from './left-out.ts';

/** Clients that few requests need, in files that are loaded when they do. */
const apartFromStart = /^@aws-sdk\/client-(dynamodb|lambda|s3|secrets-manager)$/;
const namespace = 'apart';

/**
 * Gives those clients a copy of the SDK's core of their own. A module that the start shares with what is loaded later lies in a
 * file that the start loads, with all that either uses of it: half of the core serves S3 alone.
 */
export const clientsApart: Plugin = {
  name: 'clients-apart',
  setup: (build) => {
    build.onResolve({ filter: apartFromStart }, ({ path, kind, resolveDir, pluginData }) =>
      pluginData === asked ? null : apart(build, path, { kind, resolveDir }),
    );
    build.onResolve({ filter: /.*/, namespace }, ({ path, kind, resolveDir, pluginData }) =>
      pluginData === asked || isBuiltin(path) ? null : apart(build, path, { kind, resolveDir }),
    );
    build.onLoad({ filter: /.*/, namespace }, async ({ path }) => {
      const leftOut = leftOutAt(path);
      if (leftOut !== null) return { contents: placeholder(leftOut), resolveDir: import.meta.dirname, loader: 'js' };
      const loader = path.endsWith('.json') ? 'json' : 'js';
      return { contents: await readFile(path, 'utf8'), resolveDir: dirname(path), loader };
    });
  },
};

const asked = Symbol('asked');

async function apart(
  build: PluginBuild,
  path: string,
  from: { kind: ImportKind; resolveDir: string },
): Promise<OnResolveResult> {
  const found = await build.resolve(path, { ...from, pluginData: asked });
  const { errors, warnings, sideEffects } = found;
  if (errors.length > 0) return { errors, warnings };
  return { path: found.path, namespace: found.namespace === 'file' ? namespace : found.namespace, sideEffects };
}
