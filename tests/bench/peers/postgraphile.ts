import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../harness/dynamodb-engine.ts';
import { projectFolder } from '../../laws/source-files.ts';
import { untilAnswered } from '../http-client.ts';

/** A server on this machine that answers GraphQL over HTTP. */
export interface GraphqlServer extends AsyncDisposable {
  readonly url: string;
}

/** Another version would need another installation. */
export const postgraphileVersion = '5.1.5';
const folder = join(projectFolder, '.cache', 'peers');
const program = join(folder, 'node_modules', 'postgraphile', 'dist', 'cli-run.js');

/** Installs PostGraphile apart from the project, once. Throws what npm says when it cannot. */
export function installPostgraphile(): void {
  if (existsSync(program)) return;
  mkdirSync(folder, { recursive: true });
  const options = ['--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', ['install', '--save-exact', ...options, `postgraphile@${postgraphileVersion}`], {
    stdio: 'pipe',
  });
}

/** Serves the schema `public` of a database, in production mode. */
export async function startPostgraphile(database: string): Promise<GraphqlServer> {
  const port = await freePort();
  const preset = ['--preset', 'postgraphile/presets/amber'];
  const child = spawn(
    process.execPath,
    [program, ...preset, '-c', database, '-s', 'public', '-n', '127.0.0.1', '-p', String(port)],
    { cwd: folder, env: { ...process.env, NODE_ENV: 'production', GRAPHILE_ENV: 'production' }, stdio: 'ignore' },
  );
  const url = `http://127.0.0.1:${port}/graphql`;
  await untilAnswered(url, 30_000);
  return { url, [Symbol.asyncDispose]: () => end(child) };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
