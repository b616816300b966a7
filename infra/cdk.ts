import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Environment } from './emulator.ts';

const commandLine = join(dirname(createRequire(import.meta.url).resolve('aws-cdk/package.json')), 'bin', 'cdk');
const quiet = ['--no-notices', '--no-version-reporting', '--progress', 'events'];

/** Runs the CDK command line; what it tells goes to stderr. Throws when it fails. */
export async function cdk(words: readonly string[], environment: Environment): Promise<void> {
  const child = spawn(process.execPath, [commandLine, ...words, ...quiet], {
    env: { ...environment, CDK_DISABLE_CLI_TELEMETRY: 'true' },
    stdio: ['ignore', process.stderr, process.stderr],
  });
  const [status] = await once(child, 'exit');
  if (status !== 0)
    throw new Error(`Cannot ${words[0]}: cdk must end with status 0, ended with ${status}; it says why above`);
}
