import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSecrets, type Secrets } from './secret-keys.ts';

const fileName = 'secrets.json';

/** The secrets of a local run, made once and kept in `folder`, readable by their owner alone; processes that start at once agree. */
export async function localSecrets(folder: string): Promise<Secrets> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, fileName);
  return (await readSecrets(path)) ?? (await makeSecrets(path));
}

async function readSecrets(path: string): Promise<Secrets | null> {
  const text = await readFile(path, 'utf8').catch(nullWhen('ENOENT'));
  if (text === null) return null;
  const secrets = parseSecrets(text);
  if (secrets === null) throw new Error(`Cannot read "${fileName}": must hold two keys of 32 bytes in base64`);
  return secrets;
}

/** A link to a whole file appears at once or fails when another process was first: no reader ever sees half of it. */
async function makeSecrets(path: string): Promise<Secrets> {
  const draft = `${path}.${randomUUID()}.draft`;
  try {
    await writeNew(draft, JSON.stringify({ cursorKey: newKey(), keyPepper: newKey() }));
    await link(draft, path).catch(nullWhen('EEXIST'));
  } finally {
    await rm(draft, { force: true });
  }
  const secrets = await readSecrets(path);
  if (secrets === null) throw new Error(`Cannot read "${fileName}": it was removed while it was being made`);
  return secrets;
}

function newKey(): string {
  return randomBytes(32).toString('base64');
}

async function writeNew(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

function nullWhen(code: string): (error: unknown) => null {
  return (error) => {
    if (error instanceof Error && 'code' in error && error.code === code) return null;
    throw error;
  };
}
