import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { removeStale } from './temporary-files.ts';

test('what runs of tests left that were killed goes with the next run; what others use, or have named otherwise, stays', () => {
  const place = mkdtempSync(join(tmpdir(), 'basegrid-stale-'));
  const { pid: gone } = spawnSync(process.execPath, ['--version']);
  const kept = [
    `basegrid-tests-${process.pid}-b`,
    `basegrid-tests-${process.ppid}-b`,
    'basegrid-c',
    `other-tests-${gone}-d`,
  ];
  for (const name of [...kept, `basegrid-tests-${gone}-a`]) {
    mkdirSync(join(place, name));
    writeFileSync(join(place, name, 'file'), '');
  }
  removeStale(place);
  expect(readdirSync(place).toSorted()).toEqual(kept.toSorted());
  rmSync(place, { recursive: true });
});
