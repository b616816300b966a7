import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * Copies a houses file, giving `changes` houses spread over it another room (the third column: open, and no column
 * before it can hold a comma).
 */
export async function writeChangedHouses(
  from: string,
  to: string,
  { houses, changes }: { readonly houses: number; readonly changes: number },
): Promise<void> {
  await pipeline(Readable.from(changedLines(from, Math.floor(houses / changes), changes)), createWriteStream(to));
}

async function* changedLines(path: string, every: number, changes: number): AsyncGenerator<string> {
  let line = 0;
  let piece = '';
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    const isChanged = line > 0 && line % every === Math.floor(every / 2) && line / every < changes;
    piece += `${isChanged ? otherRoom(text) : text}\n`;
    line += 1;
    if (piece.length > 65_536) {
      yield piece;
      piece = '';
    }
  }
  yield piece;
}

function otherRoom(line: string): string {
  const [code, building, room, ...others] = line.split(',');
  return [code, building, `${room}A`, ...others].join(',');
}
