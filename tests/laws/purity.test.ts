import { expect, test } from 'vitest';
import { importsOf, sourceFiles, withoutComments } from './source-files.ts';

const impure: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['the environment', /\bprocess\.(env|argv|cwd|exit|stdout|stderr|on)\b/],
  ['the clock', /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(|\bsetTimeout\(|\bsetInterval\(/],
  ['randomness', /\bMath\.random\(|\brandomBytes\(|\brandomUUID\(|\bgetRandomValues\(/],
  ['the network', /\bfetch\(/],
];
const allowedModules =
  /^(\.|graphql|zod|flatbush|gcoord|polyclip-ts|robust-predicates|@pothos\/core|graphql-shield|node:(crypto|buffer)$)/;

test.each(impure)('schema/ does not touch %s', (_what, pattern) => {
  const wrong = sourceFiles('schema').filter(({ text }) => pattern.test(withoutComments(text)));
  expect(wrong.map(({ path }) => path)).toEqual([]);
});

test('schema/ imports only itself and pure libraries', () => {
  const wrong = sourceFiles('schema').flatMap((file) =>
    importsOf(file)
      .filter((name) => !allowedModules.test(name))
      .map((name) => `${file.path} -> ${name}`),
  );
  expect(wrong).toEqual([]);
});
