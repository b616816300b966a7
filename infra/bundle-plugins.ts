import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';
import { leftOut, placeholder } from './left-out.ts';

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

const graphqlQuestions = join(import.meta.dirname, 'graphql-questions.cjs');

/** Puts placeholders where modules are left out (left-out.ts). */
export const withoutUnused: Plugin = {
  name: 'without-unused',
  setup: (build) => {
    const ends = leftOut.map(({ module }) => module.replaceAll(/[.]/g, '\\.')).join('|');
    build.onLoad({ filter: new RegExp(`(${ends})$`) }, ({ path }) => {
      const place = path.replaceAll('\\', '/');
      const entry = leftOut.find(({ module }) => place.endsWith(module));
      return entry === undefined ? null : { contents: placeholder(entry), loader: 'js' };
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
 * Modules of Node are asked for, not imported: an import reads all that a module exports, and so loads what stands behind lazy
 * getters (of `node:http` undici, of `node:crypto` Web Crypto, of `node:process` the list of all flags), a fifth of a start.
 */
export const builtinsAskedFor: Plugin = {
  name: 'builtins-asked-for',
  setup: (build) => {
    build.onResolve({ filter: /^(node:)?[a-z_/]+$/ }, ({ path, kind }) => {
      const isImport = kind === 'import-statement' || kind === 'dynamic-import';
      return isImport && isBuiltin(path) ? { path, namespace: 'builtin' } : null;
    });
    build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
      loader: 'js',
    }));
  },
};
