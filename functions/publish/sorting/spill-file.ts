import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyedText } from './keyed-text.ts';
import { decodePage, encodePage } from './page.ts';

/** Where a page lies in the file, in bytes. */
export interface PagePlace {
  readonly start: number;
  readonly length: number;
}

/** Bytes; longer ones get memory of their own. */
const usualPage = 160 * 1024;

/** A file for rows that have no room in memory. It loses its name at once: nothing of it outlives the process. */
export interface SpillFile {
  append(rows: readonly KeyedText[]): PagePlace;
  read(place: PagePlace): KeyedText[];
  close(): void;
}

/**
 * Opens an empty spill file in `folder`, which must exist. Pages go to and come from the memory that the system keeps of a
 * file, in less time than another thread takes to be asked for them: so nothing is awaited.
 */
export function openSpillFile(folder: string): SpillFile {
  const path = join(folder, `sort-${randomUUID()}`);
  const file = openSync(path, 'wx+', 0o600);
  unlinkSync(path);
  let size = 0;
  // Used for one page after another: new memory for each would wait, unseen, for a collection.
  let room = new Uint8Array(usualPage);
  return {
    append(rows) {
      const page = encodePage(rows, Buffer.from(room.buffer));
      try {
        writeFileSync(file, page);
      } catch (error) {
        throw withFolder(error, folder);
      }
      size += page.length;
      return { start: size - page.length, length: page.length };
    },
    read({ start, length }) {
      if (room.length < length) room = new Uint8Array(length);
      const page = room.subarray(0, length);
      for (let filled = 0; filled < length; ) {
        const bytesRead = readSync(file, page, filled, length - filled, start + filled);
        if (bytesRead === 0)
          throw new Error(`Cannot read page of spill file: must have ${length} bytes, has ${filled}`);
        filled += bytesRead;
      }
      return decodePage(page);
    },
    close: () => closeSync(file),
  };
}

const noRoom = new Set(['ENOSPC', 'EFBIG', 'EDQUOT']);

function withFolder(error: unknown, folder: string): unknown {
  if (!(error instanceof Error && 'code' in error && noRoom.has(String(error.code)))) return error;
  const wanted = `the disk must have room, is full (${error.code}); TMPDIR may name another folder`;
  return new Error(`Cannot sort in folder ${JSON.stringify(folder)}: ${wanted}`, { cause: error });
}
