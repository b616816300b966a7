import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  // One instance of graphql for our code and for the libraries that Node loads by themselves.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: 'tests/harness/temporary-files.ts',
    exclude: [...configDefaults.exclude, 'tests/deployed/**'],
    testTimeout: 180_000, // ten times what the longest needs on an idle machine
    hookTimeout: 180_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
