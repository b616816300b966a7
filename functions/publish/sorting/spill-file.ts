import { randomUUID } from 'node:crypto';
import { open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeyedText } from './keyed-text.ts';
import { decodePage, encodePage } from './page.ts';

/** Where a page lies in the file, in bytes. */
export interface PagePlace {
  readonly start: number;
  readonly length: number;
}

/** A file for rows that have no room in memory. It loses its name at once: nothing of it outlives the process. */
export interface SpillFile {
  append(rows: readonly KeyedText[]): Promise<PagePlace>;
  read(place: PagePlace): Promise<KeyedText[]>;
  close(): Promise<void>;
}

/** Opens an empty spill file in `folder`, which must exist. */
export async function openSpillFile(folder: string): Promise<SpillFile> {
  const path = join(folder, `sort-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  await unlink(path);
  let size = 0;
  return {
    async append(rows) {
      const page = encodePage(rows);
      await file.writeFile(page).catch((error: unknown) => {
        throw withFolder(error, folder);
      });
      size += page.length;
      return { start: size - page.length, length: page.length };
    },
    async read({ start, length }) {
      const page = new Uint8Array(length);
      for (let filled = 0; filled < length; ) {
        const { bytesRead } = await file.read(page, filled, length - filled, start + filled);
        if (bytesRead === 0)
          throw new Error(`Cannot read page of spill file: must have ${length} bytes, has ${filled}`);
        filled += bytesRead;
      }
      return decodePage(page);
    },
    close: () => file.close(),
  };
}

const noRoom = new Set(['ENOSPC', 'EFBIG', 'EDQUOT']);

function withFolder(error: unknown, folder: string): unknown {
  if (!(error instanceof Error && 'code' in error && noRoom.has(String(error.code)))) return error;
  const wanted = `the disk must have room, is full (${error.code}); TMPDIR may name another folder`;
  return new Error(`Cannot sort in folder ${JSON.stringify(folder)}: ${wanted}`, { cause: error });
}
