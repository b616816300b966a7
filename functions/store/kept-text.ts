import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The text of a secret file that is made once, readable by its owner alone; processes that start at once agree on it. */
export async function keptText(path: string, make: () => string): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const known = await readText(path);
  if (known !== null) return known;
  await makeText(path, make());
  const made = await readText(path);
  if (made === null) throw new Error(`Cannot read "${path}": it was removed while it was being made`);
  return made;
}

/** The text of a file; null when there is none. */
function readText(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(nullWhen('ENOENT'));
}

/** A link to a whole file appears at once or fails when another process was first: no reader ever sees half of it. */
async function makeText(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomUUID()}.draft`;
  try {
    await writeNew(draft, text);
    await link(draft, path).catch(nullWhen('EEXIST'));
  } finally {
    await rm(draft, { force: true });
  }
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
