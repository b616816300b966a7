import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PublicationReport } from '../../schema/publication/finding.ts';
import { csv, divisions } from '../builders/publication-city.ts';
import { runPublishing } from '../harness/publishing-command.ts';

let folder = '';
let file = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'basegrid-command-'));
  file = join(folder, 'divisions.csv');
  writeFileSync(file, csv('divisions', divisions));
});
afterAll(() => rmSync(folder, { recursive: true }));
const run = (words: readonly string[], environment: NodeJS.ProcessEnv = {}) =>
  runPublishing(join(folder, 'data'), words, { TMPDIR: folder, ...environment });

describe('wrong usage ends with exit status 2, the right usage, and nothing on standard output', () => {
  const wrong: readonly (readonly [words: readonly string[], message: string])[] = [
    [['--register', 'divisions'], 'Cannot publish: a file must be named, is not'],
    [['--register', 'divisions', 'FILE', 'FILE'], 'Cannot publish 2 files at once: must be one'],
    [['FILE'], 'Cannot publish: --register must name a register, is missing'],
    [['--register', 'streets', 'FILE'], 'Cannot publish register "streets"'],
    [['--register', 'divisions', 'FILE', '--district', '44030'], 'Cannot read district "44030"'],
    [['--register', 'divisions', 'FILE', '--effective', '2026-02-30'], 'Cannot read date "2026-02-30"'],
    [['--register', 'divisions', 'FILE', '--max-rejected', '5%'], 'Cannot read share "5%"'],
    [['--register', 'divisions', 'FILE', '--force'], '--force'],
  ];

  test('whatever is wrong', async () => {
    const runs = await Promise.all(
      wrong.map(async ([words]) => run([...words.map((word) => (word === 'FILE' ? file : word)), '--json'])),
    );
    for (const [index, { status, stdout, stderr }] of runs.entries()) {
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toContain(wrong[index]?.[1]);
      expect(stderr).toContain('npm run publish -- --register NAME FILE');
    }
  });
});

test('what no usage would explain is told in one line: exit status 2 where the caller is to blame', async () => {
  const missing = await run(['--register', 'divisions', 'missing.csv']);
  const wanted = 'Cannot read file "missing.csv": must be a file, does not exist\n';
  expect(missing).toEqual({ status: 2, stdout: '', stderr: wanted });
  const { status, stderr } = await run(['--register', 'divisions', file], { BASEGRID_NOW: 'yesterday' });
  expect([status, stderr.split('\n').length]).toEqual([2, 2]);
});

test('how many blocks were written is told of what was published alone', async () => {
  const data = join(folder, 'blocks');
  const words = ['--register', 'divisions', file];
  const dry = await runPublishing(data, [...words, '--dry-run']);
  expect(dry.stdout).toMatch(/^DIVISIONS: dry run of [\s\S]*inserted +8\n/);
  expect(dry.stdout).not.toContain('blocks');
  expect(JSON.parse((await runPublishing(data, [...words, '--dry-run', '--json'])).stdout).blocksWritten).toBe(0);
  expect((await runPublishing(data, words)).stdout).toMatch(/blocks written +[1-9]/);
  const few = join(folder, 'few.csv');
  writeFileSync(few, csv('divisions', divisions.slice(0, 1)));
  const refused = await runPublishing(data, ['--register', 'divisions', few]);
  expect([refused.status, refused.stdout]).toEqual([
    1,
    expect.stringContaining('it lacks at least 7, as it has but 1 row;'),
  ]);
  expect(refused.stdout).not.toMatch(/blocks|unchanged|inserted/);
});

test('a publication prints its report, for people or as JSON, and is dated by BASEGRID_NOW in Asia/Shanghai', async () => {
  const silent = join(folder, 'silent.csv');
  writeFileSync(
    silent,
    csv(
      'divisions',
      divisions.map((row) => ({ ...row, validFrom: '' })),
    ),
  );
  const words = ['--register', 'divisions', silent];
  const environment = { BASEGRID_NOW: '2026-03-31T20:00:00Z' };
  const dry = await run([...words, '--dry-run', '--json'], environment);
  expect(JSON.parse(dry.stdout)).toMatchObject({ dryRun: true, published: false, inserted: 8, edition: 0 });
  const first = await run(words, environment);
  expect([first.status, first.stderr]).toEqual([0, '']);
  expect(first.stdout).toMatch(/^DIVISIONS: published as edition 1, seq 1, in \d+\.\d s\n {2}rows +8\n/);
  const again = await run([...words, '--json', '--effective', '2026-04-01'], environment);
  const report = JSON.parse(again.stdout) as PublicationReport;
  expect(report).toMatchObject({ register: 'DIVISIONS', published: true, unchanged: 8, blocksWritten: 0, edition: 1 });
  expect(again.stdout.trim().split('\n')).toHaveLength(1);
  const early = await run([...words, '--json', '--effective', '2026-03-01'], environment);
  expect(JSON.parse(early.stdout)).toMatchObject({ unchanged: 8 });
});

test('a file that is larger than one page is sorted on disk while it is published', async () => {
  const parent = '440304001';
  const streets = Array.from({ length: 2_000 }, (_, index) => ({
    ...{ code: `${parent}${String(999 - (index % 1000)).padStart(3, '0')}`, name: `社区 ${'长'.repeat(500)}`, parent },
    ...{ level: 'COMMUNITY', validFrom: String(2000 + Math.floor(index / 1000)), validTo: index < 1000 ? '2001' : '' },
  }));
  const large = join(folder, 'large.csv');
  writeFileSync(large, csv('divisions', [...divisions.filter(({ level }) => level !== 'COMMUNITY'), ...streets]));
  const data = join(folder, 'other');
  const { status, stdout, stderr } = await runPublishing(data, ['--register', 'divisions', large, '--json'], {
    TMPDIR: folder,
  });
  expect([status, stderr]).toEqual([0, '']);
  expect(JSON.parse(stdout)).toMatchObject({ published: true, inserted: 2_005 });
});

test('a clock that lies an hour behind the newest edition is wrong usage', async () => {
  const data = join(folder, 'late');
  const words = ['--register', 'divisions', file, '--json'];
  expect((await runPublishing(data, words, { BASEGRID_NOW: '2026-03-31T20:00:00Z' })).status).toBe(0);
  const { status, stdout, stderr } = await runPublishing(data, words, { BASEGRID_NOW: '2026-03-31T18:59:59Z' });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain('must not lie before the newest edition, which is of 2026-03-31T20:00:0');
});

test('nothing is left in the folder for temporary files', () => {
  expect(readdirSync(folder).filter((name) => name.startsWith('basegrid-'))).toEqual([]);
});

test('a store that cannot be opened is a failure told in one line', async () => {
  const broken = join(folder, 'broken');
  writeFileSync(broken, 'a file where a folder should be');
  const { status, stdout, stderr } = await runPublishing(broken, ['--register', 'divisions', file, '--json']);
  expect([status, stdout, stderr.trim().split('\n').length]).toEqual([1, '', 1]);
});
