import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Endpoint } from '../../functions/platform/config.ts';

/** A DynamoDB engine on this machine, kept in memory. */
export interface DynamodbEngine {
  readonly endpoint: Endpoint;
  stop(): Promise<void>;
}

/** How to start an engine, or why this machine cannot. */
export type EngineChoice =
  | { readonly name: string; readonly start: () => Promise<DynamodbEngine> }
  | { readonly name: string; readonly missing: string };

const dynoxide = fileURLToPath(new URL('../../node_modules/@dynoxide/linux-x64/dynoxide', import.meta.url));

/** The optional dependency @dynoxide/linux-x64. */
export function dynoxideEngine(): EngineChoice {
  const name = 'dynoxide';
  if (!existsSync(dynoxide)) return { name, missing: 'package @dynoxide/linux-x64 is not installed here' };
  return { name, start: () => start(dynoxide, (port) => ['serve', '--port', String(port)]) };
}

/** Amazon's own, from the folder that .ci/dynamodb-local.sh filled. */
export function dynamodbLocalEngine(): EngineChoice {
  const name = 'DynamoDB Local';
  const folder = process.env.BASEGRID_DYNAMODB_LOCAL;
  if (!folder) return { name, missing: 'BASEGRID_DYNAMODB_LOCAL does not name its folder' };
  const main = 'com.amazonaws.services.dynamodbv2.local.main.ServerRunner';
  const options = [
    `-Dsqlite4java.library.path=${folder}`,
    '-cp',
    join(folder, '*'),
    main,
    '-inMemory',
    '-disableTelemetry',
  ];
  return { name, start: () => start('java', (port) => [...options, '-port', String(port)]) };
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('Cannot find a free port: must have an address');
  return address.port;
}

async function start(command: string, argumentsOn: (port: number) => string[]): Promise<DynamodbEngine> {
  const port = await freePort();
  const child = spawn(command, argumentsOn(port), { stdio: 'ignore' });
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

/** Any answer will do: an engine that refuses a request is up. */
async function answering(child: ChildProcess, url: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (child.exitCode !== null) break;
    const answered = await fetch(url).then(
      () => true,
      () => false,
    );
    if (answered) return;
    await sleep(50);
  }
  child.kill('SIGKILL');
  throw new Error(`Cannot start "${child.spawnfile}": must answer within 15 seconds`);
}
