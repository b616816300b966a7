import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Endpoint } from '../../functions/platform/config.ts';

/** A DynamoDB engine on this machine. */
export interface DynamodbEngine {
  readonly endpoint: Endpoint;
  /** Kills it (SIGKILL); what it keeps in a folder stays. */
  stop(): Promise<void>;
}

/** Where an engine keeps what it is told; without it in memory. */
export interface EnginePlace {
  readonly folder: string;
  /** Where it listens; a free port without it. */
  readonly port?: number;
  /** No file of it may grow beyond so much, as if the disk were full there; not on Windows. */
  readonly kilobytes?: number;
}

/** How to start an engine, or why this machine cannot. */
export type EngineChoice =
  | {
      readonly name: string;
      /** Whether what it has answered outlasts a kill that follows at once. */
      readonly keepsWhatItAnswered: boolean;
      readonly start: (place?: EnginePlace) => Promise<DynamodbEngine>;
    }
  | { readonly name: string; readonly missing: string };

const dynoxide = fileURLToPath(new URL('../../node_modules/@dynoxide/linux-x64/dynoxide', import.meta.url));

/** The optional dependency @dynoxide/linux-x64. */
export function dynoxideEngine(): EngineChoice {
  const name = 'dynoxide';
  if (!existsSync(dynoxide)) return { name, missing: 'package @dynoxide/linux-x64 is not installed here' };
  const kept = ({ folder }: EnginePlace) => ['--db-path', join(folder, 'dynoxide.sqlite')];
  return {
    name,
    keepsWhatItAnswered: true,
    start: (place) =>
      start(dynoxide, (port) => ['serve', '--port', String(port), ...(place === undefined ? [] : kept(place))], place),
  };
}

/**
 * Amazon's own, from the folder that .ci/dynamodb-local.sh filled. Version 2.6.1 answers TransactWriteItems before its
 * file holds it: of 7 transactions of nine puts, each answered and the engine killed at once, 4 were gone; none was
 * once a read had followed.
 */
export function dynamodbLocalEngine(): EngineChoice {
  const name = 'DynamoDB Local';
  const folder = process.env.BASEGRID_DYNAMODB_LOCAL;
  if (!folder) return { name, missing: 'BASEGRID_DYNAMODB_LOCAL does not name its folder' };
  const main = 'com.amazonaws.services.dynamodbv2.local.main.ServerRunner';
  const options = [`-Dsqlite4java.library.path=${folder}`, '-cp', join(folder, '*'), main, '-disableTelemetry'];
  const kept = (place?: EnginePlace) => (place === undefined ? ['-inMemory'] : ['-sharedDb', '-dbPath', place.folder]);
  return {
    name,
    keepsWhatItAnswered: false,
    start: (place) => start('java', (port) => [...options, ...kept(place), '-port', String(port)], place),
  };
}

/**
 * A port that was free a moment ago, below those that systems give out by themselves (from 32768, 49152 on macOS and Windows): nobody
 * takes it in between by chance, for the end of a connection or a server without a port of its own.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    const server = createServer().listen(port, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    server.close();
    if (isFree) return port;
  }
}

async function start(
  command: string,
  argumentsOn: (port: number) => string[],
  place?: EnginePlace,
): Promise<DynamodbEngine> {
  const port = place?.port ?? (await freePort());
  const child = spawnLimited([command, ...argumentsOn(port)], place?.kilobytes);
  const url = `http://127.0.0.1:${port}`;
  await answering(child, url);
  return {
    endpoint: { url, region: 'us-east-1', hasKeys: false },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

/** A write beyond the limit fails; the signal that would end the process is ignored. `ulimit` counts in 512 bytes (POSIX). */
function spawnLimited(words: readonly string[], kilobytes: number | undefined): ChildProcess {
  const [command = '', ...rest] = words;
  if (kilobytes === undefined) return spawn(command, rest, { stdio: 'ignore' });
  const limited = `trap '' XFSZ; ulimit -f ${kilobytes * 2}; exec "$0" "$@"`;
  return spawn('/bin/sh', ['-c', limited, ...words], { stdio: 'ignore' });
}

/** Any answer will do: an engine that refuses a request is up. */
async function answering(child: ChildProcess, url: string): Promise<void> {
  for (let attempt = 0; attempt < 1_000; attempt++) {
    const answered = await fetch(url).then(
      () => true,
      () => false,
    );
    if (child.exitCode !== null) break;
    if (answered) return;
    await sleep(50);
  }
  child.kill('SIGKILL');
  throw new Error(`Cannot start "${child.spawnfile}": must answer within 50 seconds, ${gone(child)}`);
}

function gone({ exitCode }: ChildProcess): string {
  return exitCode === null ? 'does not' : `has ended with status ${exitCode}`;
}
