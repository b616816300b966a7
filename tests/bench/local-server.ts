import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from '../harness/dynamodb-engine.ts';
import { projectFolder } from '../laws/source-files.ts';
import { untilAnswered } from './http-client.ts';
import type { GraphqlServer } from './peers/postgraphile.ts';

/** `npm start` on a data folder, once it has answered a first query; disposing ends it as a user would. */
export async function npmStart(data: string, milliseconds = 120_000): Promise<GraphqlServer> {
  const port = await freePort();
  const child = spawn('npm', ['start', '--silent'], {
    cwd: projectFolder,
    env: { ...process.env, BASEGRID_STORE: 'sqlite', BASEGRID_DATA: data, BASEGRID_PORT: String(port) },
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}/graphql`;
  try {
    await untilAnswered(url, milliseconds);
  } catch (error) {
    await end(child);
    throw error;
  }
  return { url, [Symbol.asyncDispose]: () => end(child) };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
