import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { csv, divisions } from '../builders/publication-city.ts';
import { projectFolder } from '../laws/source-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'basegrid-roll-back-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'divisions.csv');

function run(command: string, ...words: readonly string[]) {
  const path = join(projectFolder, 'functions', 'local', `${command}-command.ts`);
  const env = { ...process.env, BASEGRID_DATA: join(folder, 'data'), BASEGRID_STORE: 'sqlite', BASEGRID_NOW: '' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [path, ...words], { env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

function publish(rows: typeof divisions) {
  writeFileSync(file, csv('divisions', rows));
  expect(run('publish', '--register', 'divisions', file)).toMatchObject({ status: 0, stderr: '' });
}
beforeAll(() => {
  publish(divisions);
  publish(divisions.map((row, index) => (index === 0 ? { ...row, name: 'Another' } : row)));
});

test('how many codes change is told in good grammar, of a dry run and of a roll-back', () => {
  const words = ['--register', 'divisions', '--to', '1'];
  const dry = run('rollback', ...words, '--dry-run');
  expect(dry.stdout).toMatch(/^DIVISIONS: dry run, nothing was written; publication 1 would stand again\n/);
  expect(dry.stdout).toContain('\n  GOVERNMENT 1 code changes\n');
  expect(run('rollback', ...words)).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('as edition 3, seq 3'),
  });
  publish(divisions.map((row) => ({ ...row, name: `${row.name}!` })));
  expect(run('rollback', ...words, '--dry-run').stdout).toContain(`\n  PUBLIC     ${divisions.length} codes change\n`);
});

test.each([
  [
    ['--register', 'divisions', '--to', '9'],
    'must be one of its publications, 1 to \\d, or an edition with it, up to edition:\\d',
  ],
  [['--register', 'divisions', '--to', 'edition:99'], 'must be one of its publications'],
  [['--register', 'houses', '--to', '1'], 'something of it must be published, nothing is'],
])('%j names no state: one line, exit status 2', (words, message) => {
  const { status, stdout, stderr } = run('rollback', ...words);
  expect([status, stdout, stderr.split('\n').length]).toEqual([2, '', 2]);
  expect(stderr).toMatch(new RegExp(`^Cannot roll .* back to ".*": ${message}`));
});

test.each([
  [['--register', 'divisions'], '--to must say to where, is missing'],
  [['--to', '1'], '--register must name a register, is missing'],
  [['--register', 'streets', '--to', '1'], 'must be one of divisions'],
  [['--register', 'divisions', '--to', 'yesterday'], 'must be a publication such as 4, or edition:17'],
])('%j is wrong usage: exit status 2, with the right one', (words, message) => {
  const { status, stdout, stderr } = run('rollback', ...words);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
  expect(stderr).toContain('\n\nnpm run rollback -- ');
});
