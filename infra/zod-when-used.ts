import { build, type Plugin } from 'esbuild';
import { builtinsAskedFor, englishOnly, withoutUnused } from './bundle-plugins.ts';

/** What our files call of zod; a bundler refuses a call of anything else. */
const called = [
  ...['array', 'base64', 'boolean', 'enum', 'int', 'json', 'literal', 'number', 'object', 'partialRecord', 'record'],
  ...['strictObject', 'string', 'tuple', 'union', 'unknown'],
];

const used = 'zod-used';

/**
 * Zod as a program that runs when one of its functions is first called: to set up all its kinds takes a tenth of a cold start, and
 * few requests need any. What stands in its place hands on calls, and remembers the configuration.
 */
export const zodWhenUsed: Plugin = {
  name: 'zod-when-used',
  setup: (main) => {
    main.onResolve({ filter: /^zod$/ }, ({ pluginData, resolveDir }) =>
      pluginData === used ? null : { path: 'zod', namespace: 'when-used', pluginData: resolveDir },
    );
    main.onResolve({ filter: /^zod-used$/ }, ({ pluginData }) => ({ path: used, namespace: 'when-used', pluginData }));
    main.onLoad({ filter: /^zod$/, namespace: 'when-used' }, ({ pluginData }) => ({
      contents: front,
      loader: 'js',
      pluginData,
    }));
    main.onLoad({ filter: /^zod-used$/, namespace: 'when-used' }, async () => ({
      contents: await whole(),
      loader: 'js',
    }));
  },
};

const front = [
  'let made; let settings;',
  `const zod = () => { if (made === undefined) { made = require('${used}'); if (settings) made.config(settings); } return made; };`,
  'export const config = (given) => { settings = given; };',
  'export const iso = { datetime: (...of) => zod().iso.datetime(...of) };',
  ...called.map((name) => `const ${name}_ = (...of) => zod().${name}(...of);\nexport { ${name}_ as ${name} };`),
].join('\n');

/** All that is called, in one file, and what is not called left out. */
async function whole(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { ${[...called, 'config', 'iso'].join(', ')} } from 'zod';`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    plugins: [builtinsAskedFor, englishOnly, withoutUnused],
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}
