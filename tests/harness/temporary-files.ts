import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let folder = '';

/** What vitest does before all tests: from here on temporary files lie in one folder. */
export function setup(): void {
  folder = mkdtempSync(join(tmpdir(), 'basegrid-tests-'));
  for (const variable of ['TMPDIR', 'TEMP', 'TMP']) process.env[variable] = folder;
}

/** What it does after them: the folder goes, whatever became of the tests; those that pass leave nothing there themselves. */
export function teardown(): void {
  const left = readdirSync(folder).filter((name) => name.startsWith('basegrid-'));
  rmSync(folder, { recursive: true, force: true });
  if (left.length === 0) return;
  process.stderr.write(`Tests must leave no temporary files, left ${left.join(', ')}\n`);
  process.exitCode = 1;
}
