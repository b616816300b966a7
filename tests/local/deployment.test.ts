import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { freePort } from '../harness/dynamodb-engine.ts';
import { projectFolder } from '../laws/source-files.ts';

const data = mkdtempSync(join(tmpdir(), 'basegrid-deployment-'));
afterAll(() => rmSync(data, { recursive: true, force: true }));
const file = join(data, 'divisions.csv');
writeFileSync(file, 'code\n440300\n');

const commands = [
  ['keys', ['list']],
  ['publish', ['--register', 'divisions', file]],
] as const;

function run(command: string, words: readonly string[], environment: NodeJS.ProcessEnv) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(projectFolder, 'functions', 'local', `${command}-command.ts`), ...words],
    {
      env: { PATH: process.env.PATH, TMPDIR: data, BASEGRID_DATA: join(data, 'store'), ...environment },
      encoding: 'utf8',
    },
  );
  return { status, stdout, lines: stderr.trimEnd().split('\n') };
}

test.each(commands)('%s: the emulator must be named for deployment local', (command, words) => {
  const { status, lines } = run(command, [...words, '--deployment', 'local'], {});
  expect(status).toBe(2);
  expect(lines[0]).toBe(
    'Cannot reach deployment "local": AWS_ENDPOINT_URL must name the emulator, such as http://127.0.0.1:4566',
  );
});

test.each(commands)('%s: a deployment that is none is wrong usage', (command, words) => {
  for (const name of ['nix', 'Pro d', '']) {
    const { status, lines } = run(command, [...words, '--deployment', name], {});
    expect([status, lines[0]]).toEqual([2, `Cannot use deployment "${name}": must be one of local, dev, prod`]);
    expect(lines[2]).toMatch(/^npm run /);
  }
});

test.each(commands)('%s: an emulator that is down is told in one line', async (command, words) => {
  const url = `http://127.0.0.1:${await freePort()}`;
  const { status, stdout, lines } = run(command, [...words, '--deployment', 'local'], { AWS_ENDPOINT_URL: url });
  expect([status, stdout, lines.length]).toEqual([1, '', 1]);
  expect(lines[0]).toContain(`Cannot reach deployment "local" at ${url}: `);
});

const noRegion = 'set AWS_REGION to its region, such as AWS_REGION=us-east-1; it is not set';

describe.each(commands)('%s', (command, words) => {
  test.each([
    ['a region', 2, { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' }, noRegion],
    ['keys', 1, { AWS_REGION: 'cn-north-1' }, 'AWS keys must be in the environment or a profile, are not'],
  ])('without %s the error says so, in one line', (_what, wanted, environment, message) => {
    const elsewhere = { AWS_EC2_METADATA_DISABLED: 'true', HOME: data, ...environment };
    const { status, lines } = run(command, [...words, '--deployment', 'prod'], elsewhere);
    expect([status, lines]).toEqual([wanted, [`Cannot reach deployment "prod": ${message}`]]);
  });
});
