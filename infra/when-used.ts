import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { builtinsAskedFor, englishOnly, withoutUnused } from './bundle-plugins.ts';

/** A library that lies in a file of its own, which is loaded when one of its functions or classes is first called. */
interface Library {
  readonly module: string;
  readonly file: string;
  /** What our files call of it; a bundler refuses a call of anything else. */
  readonly functions: readonly string[];
  readonly classes: readonly string[];
  /** Exports of another form, as program text over `library()`. */
  readonly others: Readonly<Record<string, string>>;
}

const zod: Library = {
  module: 'zod',
  file: 'zod.cjs',
  functions: [
    ...['array', 'base64', 'boolean', 'config', 'enum', 'int', 'json', 'literal', 'number', 'object', 'partialRecord'],
    ...['record', 'strictObject', 'string', 'tuple', 'union', 'unknown'],
  ],
  classes: [],
  others: { iso: '{ datetime: (...of) => library().iso.datetime(...of) }' },
};

const logger: Library = {
  module: '@aws-lambda-powertools/logger',
  file: 'logger.cjs',
  functions: [],
  classes: ['Logger'],
  others: {},
};

const libraries = [zod, logger];
const namespace = 'when-used';

/**
 * Libraries that few requests need: to read and set up all of zod takes a tenth of a cold start, and most processes never write a
 * line to the log. What stands in their place loads them, at once, with the first call.
 */
export const whenUsed: Plugin = {
  name: 'when-used',
  setup: (main) => {
    const used = new Set<Library>();
    main.onResolve({ filter: /./ }, ({ path, namespace: from }) => {
      if (from === namespace) return { path, external: true };
      return libraries.some(({ module }) => module === path) ? { path, namespace } : null;
    });
    main.onLoad({ filter: /./, namespace }, ({ path }) => {
      const library = libraries.find(({ module }) => module === path);
      if (library === undefined) return null;
      used.add(library);
      return { contents: front(library), loader: 'js' };
    });
    main.onEnd(async ({ outputFiles }) => {
      for (const library of libraries.filter((each) => used.has(each))) {
        const [whole] = await programOf(library);
        if (whole !== undefined)
          outputFiles?.push({ ...whole, path: join(main.initialOptions.outdir ?? '', library.file) });
      }
    });
  },
};

/** To configure zod is no use of it: what is configured is told it when it is loaded. */
function front({ module, file, functions, classes, others }: Library): string {
  return [
    'let loaded; let settings;',
    'const library = () => {',
    `  if (loaded === undefined) { loaded = require('./${file}'); if (settings) loaded.config(settings); }`,
    '  return loaded;',
    '};',
    ...functions.map((name) =>
      module === 'zod' && name === 'config'
        ? 'export const config = (given) => { settings = given; };'
        : `const ${name}_ = (...of) => library().${name}(...of);\nexport { ${name}_ as ${name} };`,
    ),
    ...classes.map((name) => `export const ${name} = function (...of) { return new (library().${name})(...of); };`),
    ...Object.entries(others).map(([name, text]) => `export const ${name} = ${text};`),
  ].join('\n');
}

/** All that is called, in one file, and what is not called left out. */
async function programOf({ module, functions, classes, others }: Library) {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { ${[...functions, ...classes, ...Object.keys(others)].join(', ')} } from '${module}';`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    write: false,
    minify: true,
    legalComments: 'none',
    charset: 'ascii',
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    plugins: [builtinsAskedFor, englishOnly, withoutUnused],
    logLevel: 'error',
  });
  return outputFiles;
}
