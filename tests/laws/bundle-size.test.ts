import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../functions/local/temporary-folder.ts';
import { bundleFunction } from '../../infra/bundle.ts';
import { importsOf, sourceFiles } from './source-files.ts';

const mostBytes = 1_500_000;

test(`the bundle of the GraphQL function has at most ${mostBytes} bytes`, async () => {
  await using folder = temporaryFolder();
  const bundle = await bundleFunction('graphql', folder.path);
  const sizes = readdirSync(bundle.folder).map((name) => readFileSync(join(bundle.folder, name)).length);
  expect(bundle.bytes).toBe(sizes.reduce((sum, bytes) => sum + bytes, 0));
  expect(bundle.bytes).toBeLessThanOrEqual(mostBytes);
});

test('zod is imported by its parts (`import * as z`): of its object `z` bundlers cannot leave anything out', () => {
  const whole = sourceFiles('schema', 'functions').filter(
    (file) => importsOf(file).includes('zod') && !file.text.includes("import * as z from 'zod';"),
  );
  expect(whole.map(({ path }) => path)).toEqual([]);
});
