import { createRequire, isBuiltin } from 'node:module';
import { dirname, join, relative } from 'node:path';
import type { ImportKind, Plugin, PluginBuild } from 'esbuild';
import { leftOut, leftOutAt, placeholder } from './left-out.ts';

/**
 * One instance of graphql-js, the ES modules: CommonJS dependencies would bring the other build along, and two do not work together.
 * ES modules that CommonJS requires are bundled whole, each behind a function; so graphql-shield, the only one, gets what it asks of
 * graphql-js from graphql-questions.cjs, and graphql-jit is taken as the ES modules that it has, but does not name rightly itself.
 */
export const oneGraphql: Plugin = {
  name: 'one-graphql',
  setup: (build) => {
    build.onResolve({ filter: /^graphql(\/.*\.js)?$/ }, ({ path, resolveDir, importer }) => {
      if (/[\\/]graphql-shield[\\/]cjs[\\/]/.test(importer)) return { path: graphqlQuestions };
      const module = path === 'graphql' ? 'graphql/index.mjs' : path.replace(/\.js$/, '.mjs');
      return build.resolve(module, { kind: 'import-statement', resolveDir });
    });
    build.onResolve({ filter: /^\.\/[a-z-]+(\.js)?$/ }, ({ path, resolveDir, importer }) => {
      if (!/[\\/]graphql-jit[\\/]dist[\\/][a-z-]+\.mjs$/.test(importer)) return null;
      return { path: join(resolveDir, `${path.replace(/\.js$/, '')}.mjs`) };
    });
  },
};

/**
 * Pothos from its sources. Its published program defines every property of every reference, also those that only types speak of, by a
 * call of a function, some thousands at a start (7 of 580 million instructions); compiled here they are fields of classes.
 */
export const pothosFromSources: Plugin = {
  name: 'pothos-from-sources',
  setup: (build) => {
    build.onResolve({ filter: /^@pothos\/core$/ }, ({ path, kind, resolveDir, pluginData }) =>
      pluginData === seeking ? null : sourcesOf(build, path, { kind, resolveDir }),
    );
  },
};

async function sourcesOf(build: PluginBuild, path: string, from: { kind: ImportKind; resolveDir: string }) {
  const { path: published } = await build.resolve(path, { ...from, pluginData: seeking });
  return { path: join(dirname(published), '..', 'src', 'index.ts'), sideEffects: false };
}

const seeking = Symbol('seeking');

const projectFolder = join(import.meta.dirname, '..');
const graphqlQuestions = join(import.meta.dirname, 'graphql-questions.cjs');

/** Puts placeholders where modules are left out (left-out.ts). */
export const withoutUnused: Plugin = {
  name: 'without-unused',
  setup: (build) => {
    const ends = leftOut.map(({ module }) => module.replaceAll(/[.]/g, '\\.')).join('|');
    build.onLoad({ filter: new RegExp(`(${ends})$`) }, ({ path }) => {
      const entry = leftOutAt(path);
      return entry && { contents: placeholder(entry), resolveDir: import.meta.dirname, loader: 'js' };
    });
  },
};

/** Of zod's fifty languages only English: `z` carries them all, and no bundler sees that they are not used. */
export const englishOnly: Plugin = {
  name: 'english-only',
  setup: (build) => {
    build.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, ({ path }) => ({
      contents: "export { default as en } from './en.js';",
      resolveDir: dirname(path),
      loader: 'js',
    }));
  },
};

/**
 * Modules of Node are asked for, not imported, and only for what is used: an import reads all that a module exports, and so loads
 * what stands behind lazy getters (of `node:http` undici, of `node:crypto` Web Crypto, of `node:util` worker threads), a fifth of a
 * start.
 */
export const builtinsAskedFor: Plugin = {
  name: 'builtins-asked-for',
  setup: (build) => {
    build.onResolve({ filter: /^(node:)?[a-z_/]+$/ }, ({ path, kind, importer, namespace }) => {
      if (!isBuiltin(path)) return null;
      // To each importer its own: what the start shares with later parts lies in a file more, and each takes time to find and read.
      const suffix = `?${namespace}:${relative(projectFolder, importer)}`;
      if (kind === 'import-statement') return { path, suffix, namespace: 'builtin' };
      return kind === 'dynamic-import' ? { path, namespace: 'whole-builtin' } : null;
    });
    build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({ contents: asked(path), loader: 'js' }));
    build.onLoad({ filter: /.*/, namespace: 'whole-builtin' }, ({ path }) => ({
      contents: `module.exports = ${moduleOf(path)};`,
      loader: 'js',
    }));
  },
};

/** Each export is a call without effects, which the bundler drops where it is not used. */
function asked(path: string): string {
  const names = Object.keys(createRequire(import.meta.url)(path)).filter((name) => /^[A-Za-z_]\w*$/.test(name));
  return [
    `const module = ${moduleOf(path)};`,
    'const ask = (name) => module[name];',
    'export default module;',
    ...names
      .filter((name) => name !== 'default')
      .map((name) => `const ${name}_ = /* @__PURE__ */ ask('${name}');\nexport { ${name}_ as ${name} };`),
  ].join('\n');
}

function moduleOf(path: string): string {
  return `process.getBuiltinModule(${JSON.stringify(path)})`;
}
