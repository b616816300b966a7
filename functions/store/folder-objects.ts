import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ObjectStore } from '../../schema/ports.ts';

/** The object port on a folder: a name's parts between slashes become folders; a reader sees the old object or the new one, whole. */
export function folderObjects(folder: string): ObjectStore {
  return {
    put: async (name, bytes) => {
      const path = join(folder, fileName(name));
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await replaceFile(path, bytes);
    },
    get: async (name) => {
      try {
        return await readFile(join(folder, fileName(name)));
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
  };
}

/** Writes beside `path`, forces it to the disk, and puts it in place in one step; leaves nothing behind when that fails. */
async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  const draft = `${path}.${randomUUID()}.draft`;
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
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
