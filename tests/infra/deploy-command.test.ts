import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freePort } from '../harness/dynamodb-engine.ts';
import { projectFolder } from '../laws/source-files.ts';

interface Run {
  readonly status: number | null;
  /** What is told first; usage follows where it is at fault. */
  readonly line: string | undefined;
}

function run(command: string, words: readonly string[], variables: { readonly [name: string]: string } = {}): Run {
  const entry = join(projectFolder, 'infra', `${command}-command.ts`);
  const env = { PATH: process.env.PATH, ...variables };
  const { status, stderr } = spawnSync(process.execPath, [entry, ...words], { env, encoding: 'utf8' });
  return { status, line: stderr.split('\n')[0] };
}

test.each([
  ['deploy', [], {}, 'Cannot deploy: --deployment must name one, does not'],
  ['deploy', ['--deployment', 'staging'], {}, 'Cannot use deployment "staging": must be one of local, dev, prod'],
  ['synth', ['--deployment', 'staging'], {}, 'Cannot use deployment "staging": must be one of local, dev, prod'],
  [
    'deploy',
    ['--deployment', 'prod'],
    {},
    'Cannot deploy "prod": set AWS_REGION to its region, such as AWS_REGION=us-east-1; it is not set',
  ],
  [
    'deploy',
    ['--deployment', 'prod'],
    { AWS_REGION: 'Shenzhen' },
    'Cannot use AWS_REGION "Shenzhen": must be a region such as "us-east-1"',
  ],
  [
    'deploy',
    ['--deployment', 'local'],
    {},
    'Cannot deploy "local": AWS_ENDPOINT_URL must name the emulator, such as "http://127.0.0.1:4566", is ""',
  ],
  [
    'deploy',
    ['--deployment', 'local'],
    { AWS_ENDPOINT_URL: 'https://aws.example' },
    'Cannot deploy "local": AWS_ENDPOINT_URL must name the emulator, such as "http://127.0.0.1:4566", is "https://aws.example"',
  ],
] as const)('%s %j with %j is wrong usage, told in one line', (command, words, variables, line) => {
  expect(run(command, words, variables)).toEqual({ status: 2, line });
});

test('an emulator that is down is told in one line, before anything is made', async () => {
  const url = `http://127.0.0.1:${await freePort()}`;
  expect(run('deploy', ['--deployment', 'local'], { AWS_ENDPOINT_URL: url })).toEqual({
    status: 1,
    line: `Cannot reach the emulator at ${url}: it must be running, is not`,
  });
});
