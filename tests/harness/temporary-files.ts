import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let folder = '';

/** What vitest does before all tests: from here on temporary files lie in one folder, named after the process, which it ends with. */
export function setup(): void {
  removeStale(tmpdir());
  folder = mkdtempSync(join(tmpdir(), `basegrid-tests-${process.pid}-`));
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

/** A run that was killed leaves its folder to the next: removes those in `place` whose process is gone. */
export function removeStale(place: string): void {
  for (const name of readdirSync(place)) {
    const [, pid] = /^basegrid-tests-(\d+)-/.exec(name) ?? [];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(place, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
