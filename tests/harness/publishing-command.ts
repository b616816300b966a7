import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { projectFolder } from '../laws/source-files.ts';

const command = join(projectFolder, 'functions', 'local', 'publish-command.ts');
const main = join(projectFolder, 'functions', 'local', 'main.ts');

/** What one run of the command came to. */
export interface CommandRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts `npm run publish` as npm does, without npm; `data` is the folder of the store. */
export function startPublishing(data: string, words: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  return spawn(process.execPath, [command, ...words], {
    env: { ...process.env, BASEGRID_DATA: data, BASEGRID_STORE: 'sqlite', BASEGRID_NOW: '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Starts `npm start` over the same store, without a sample, on a free port. */
export function startServing(data: string, environment: NodeJS.ProcessEnv = {}) {
  return spawn(process.execPath, [main], {
    env: {
      ...process.env,
      ...{ BASEGRID_DATA: data, BASEGRID_STORE: 'sqlite', BASEGRID_NOW: '', BASEGRID_SAMPLE: '0', BASEGRID_PORT: '0' },
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** Where a server that was started listens, once it says so. */
export async function servedAt(server: ReturnType<typeof startServing>): Promise<string> {
  let said = '';
  for await (const part of server.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    said += part;
    const url = /^Basegrid is ready at (\S+)\/graphql$/m.exec(said)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error(`Cannot serve: the server ended, having said "${said}"`);
}

/** The same where no file may grow beyond `kilobytes`, as if the disk were full there; not on Windows. */
export function startPublishingOnFullDisk(data: string, words: readonly string[], kilobytes: number) {
  const limited = `ulimit -f ${kilobytes * 2}; exec "$0" "$@"`; // POSIX: in units of 512 bytes
  return spawn('/bin/sh', ['-c', limited, process.execPath, command, ...words], {
    env: { ...process.env, BASEGRID_DATA: data, BASEGRID_STORE: 'sqlite', BASEGRID_NOW: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** A publication, to its end. */
export async function runPublishing(
  data: string,
  words: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<CommandRun> {
  return outcomeOf(startPublishing(data, words, environment));
}

/** What a publication that was started comes to. */
export async function outcomeOf(child: ReturnType<typeof startPublishing>): Promise<CommandRun> {
  const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { status: typeof status === 'number' ? status : null, stdout, stderr };
}

/** Kills a process at a moment, unless it has ended by then. */
export async function killedAt(child: ChildProcess, moment: Promise<unknown> | undefined): Promise<void> {
  const ended = once(child, 'exit');
  await Promise.race([moment, ended]);
  child.kill('SIGKILL');
  await ended;
}
