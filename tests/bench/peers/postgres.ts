import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../harness/dynamodb-engine.ts';

/** PostgreSQL of this machine on a folder of its own, or why there is none. */
export interface Postgres extends AsyncDisposable {
  readonly url: string;
  readonly version: string;
  /** Runs statements; `input` is read by `COPY … FROM STDIN`. */
  run(sql: string, input?: Iterable<string>): Promise<void>;
  /** Whether an extension of that name can be created. */
  offers(extension: string): boolean;
}

const debian = '/usr/lib/postgresql';

/** Where Debian has the newest PostgreSQL, or null. */
export function postgresPrograms(): string | null {
  if (!existsSync(debian)) return null;
  const newest = readdirSync(debian).sort((one, other) => Number(other) - Number(one))[0];
  const programs = join(debian, newest ?? '', 'bin');
  return existsSync(join(programs, 'initdb')) ? programs : null;
}

/** PostgreSQL refuses to run as root: its own user does it then. */
function identity(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const idOf = (option: string) => Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

/** Starts it on an empty folder and a free port of 127.0.0.1; disposing stops it and removes the folder. */
export async function startPostgres(programs: string): Promise<Postgres> {
  const who = identity();
  const folder = mkdtempSync(join(tmpdir(), 'basegrid-postgres-'));
  if (who.uid !== undefined && who.gid !== undefined) chownSync(folder, who.uid, who.gid);
  const data = join(folder, 'data');
  const program = (name: string) => join(programs, name);
  execFileSync(program('initdb'), ['-D', data, '-U', 'bench', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N'], {
    ...who,
    cwd: folder,
    stdio: 'ignore',
  });
  const port = await freePort();
  const settings = ['shared_buffers=512MB', 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`];
  const server = spawn(
    program('postgres'),
    ['-D', data, '-p', String(port), ...settings.flatMap((one) => ['-c', one])],
    { ...who, cwd: folder, stdio: 'ignore' },
  );
  const url = `postgres://bench@127.0.0.1:${port}/postgres`;
  const psql = program('psql');
  await ready(psql, url);
  return {
    url,
    version: execFileSync(program('postgres'), ['--version'], { encoding: 'utf8' }).trim(),
    run: (sql, input) => runSql(psql, url, { sql, input: input ?? [] }),
    offers: (extension) => {
      const sql = `SELECT name FROM pg_available_extensions WHERE name = '${extension}'`;
      return execFileSync(psql, ['-d', url, '-tAc', sql], { encoding: 'utf8' }).trim() === extension;
    },
    [Symbol.asyncDispose]: () => stop(server, folder),
  };
}

async function ready(psql: string, url: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const child = spawn(psql, ['-d', url, '-c', 'SELECT 1'], { stdio: 'ignore' });
    const [status] = (await once(child, 'exit')) as [number | null];
    if (status === 0) return;
    await sleep(100);
  }
  throw new Error('Cannot start PostgreSQL: it must answer within 10 seconds');
}

async function runSql(
  psql: string,
  url: string,
  { sql, input }: { sql: string; input: Iterable<string> },
): Promise<void> {
  const child = spawn(psql, ['-d', url, '-q', '-v', 'ON_ERROR_STOP=1', '-c', sql], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const exit = once(child, 'exit');
  await pipeline(Readable.from(input), child.stdin);
  const [status] = (await exit) as [number | null];
  if (status !== 0) throw new Error(`Cannot run "${sql.slice(0, 60)}": status of psql must be 0, is ${status}`);
}

async function stop(server: ChildProcess, folder: string): Promise<void> {
  if (server.exitCode === null) {
    server.kill('SIGINT'); // fast shutdown
    await once(server, 'exit');
  }
  rmSync(folder, { recursive: true, force: true });
}
