import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { clientsApart } from './apart.ts';
import { builtinsAskedFor, oneGraphql, pothosFromSources, withoutUnused } from './bundle-plugins.ts';
import { whenUsed } from './when-used.ts';

/** The project's folder. */
export const projectFolder = join(dirname(fileURLToPath(import.meta.url)), '..');

/** A function, bundled. */
export interface Bundle {
  /** Folder with `index.mjs` and the parts that it loads when they are needed: the whole asset of a Lambda. */
  readonly folder: string;
  /** Folder with the source maps, apart: no cold start reads them. */
  readonly maps: string;
  /** Bytes of all files in `folder`. */
  readonly bytes: number;
  /** What lies in which file, and which file loads which. */
  readonly outputs: Metafile['outputs'];
}

/**
 * Bundles `functions/<name>/handler.ts` with all that it needs, AWS clients included, into `<out>/<name>/`, and its source maps
 * into `<out>/maps/<name>/`. The same sources make the same bytes. Handler in Lambda's notation: `index.<export>`.
 */
export async function bundleFunction(name: string, out = join(projectFolder, 'dist')): Promise<Bundle> {
  const entry = join(projectFolder, 'functions', name, 'handler.ts');
  const to = { folder: join(out, name), maps: join(out, 'maps', name) };
  return bundleEntry(entry, to, { apart: answering.includes(name) });
}

/** Functions that load S3 and Lambda clients for few requests; the others always do. */
const answering = ['graphql', 'credit'];

/**
 * Bundles any entry in the same way; `whole` leaves nothing out, for programs that are not ours; `apart` gives clients that are
 * seldom needed their own copy of the SDK's core.
 */
export async function bundleEntry(
  entry: string,
  to: Pick<Bundle, 'folder' | 'maps'>,
  { whole = false, apart = false }: { readonly whole?: boolean; readonly apart?: boolean } = {},
): Promise<Bundle> {
  const { outputFiles, metafile } = await build(
    options(
      entry,
      whole
        ? []
        : [...(apart ? [clientsApart] : []), builtinsAskedFor, oneGraphql, pothosFromSources, whenUsed, withoutUnused],
    ),
  );
  await Promise.all([to.folder, to.maps].map((folder) => rm(folder, { recursive: true, force: true })));
  await Promise.all([to.folder, to.maps].map((folder) => mkdir(folder, { recursive: true })));
  let bytes = 0;
  for (const { path, contents } of outputFiles) {
    const isMap = path.endsWith('.map');
    if (!isMap) bytes += contents.length;
    await writeFile(join(isMap ? to.maps : to.folder, relative(nominalFolder, path)), contents);
  }
  return { ...to, bytes, outputs: metafile.outputs };
}

/** Names of parts hash the way from the output to its sources: wherever the files are put, they are made for this folder. */
const nominalFolder = join(projectFolder, 'dist', 'function');

/** CommonJS dependencies call `require` for what is part of Node. */
const requireOfNode = "const require=process.getBuiltinModule('node:module').createRequire(import.meta.url);";

function options(entry: string, plugins: Plugin[]): BuildOptions & { readonly write: false; readonly metafile: true } {
  return {
    absWorkingDir: projectFolder,
    entryPoints: [{ in: entry, out: 'index' }],
    outdir: nominalFolder,
    outExtension: { '.js': '.mjs' },
    write: false,
    metafile: true,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    splitting: true,
    minify: true,
    sourcemap: 'external',
    legalComments: 'none',
    charset: 'ascii',
    mainFields: ['module', 'main'],
    // graphql-js checks less in production.
    define: { 'process.env.NODE_ENV': '"production"' },
    banner: { js: requireOfNode },
    plugins,
    logLevel: 'error',
  };
}
