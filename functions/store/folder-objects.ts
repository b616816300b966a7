import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { WorkStore } from '../../schema/ports.ts';

/** The object port on a folder: a name's parts between slashes become folders; a reader sees the old object or the new one, whole. */
export function folderObjects(folder: string): WorkStore {
  const pathOf = (name: string) => join(folder, fileName(name));
  return {
    put: async (name, bytes) => {
      const path = join(folder, fileName(name));
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await replaceFile(path, bytes);
    },
    get: (name) => readIfThere(pathOf(name)),
    read: (name, start, length) => readPiece(pathOf(name), start, length),
    putOnce: async (name, bytes) => {
      const path = pathOf(name);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await placeFile(path, bytes);
      return readFile(path);
    },
  };
}

async function readIfThere(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function readPiece(path: string, start: number, length: number): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await file.read(new Uint8Array(length), 0, length, start);
    if (bytesRead < length) throw new Error(`Cannot read "${path}": must have ${start + length} bytes, ends before`);
    return buffer;
  } finally {
    await file.close();
  }
}

/** Puts a file in place unless one stands there: a link, unlike a renaming, replaces nothing. */
async function placeFile(path: string, bytes: Uint8Array): Promise<void> {
  const draft = await writeDraft(path, bytes);
  try {
    await link(draft, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Writes beside `path` and puts it in place in one step; leaves nothing behind when that fails. */
async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  const draft = await writeDraft(path, bytes);
  try {
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Writes a file beside `path` and forces it to the disk. */
async function writeDraft(path: string, bytes: Uint8Array): Promise<string> {
  const draft = `${path}.${randomUUID()}.draft`;
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    return draft;
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Every part is escaped, so that no name leaves the folder or hides in it. */
function fileName(name: string): string {
  const parts = name.split('/');
  if (parts.some((part) => part === '' || /^\.+$/.test(part)))
    throw new Error(`Cannot name object "${name}": parts between slashes must not be empty or dots`);
  return join(...parts.map(encodeURIComponent));
}

/** No file of that name, or a file where the name wants a folder. */
function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
