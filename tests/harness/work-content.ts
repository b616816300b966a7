import { zstdDecompressSync } from 'node:zlib';
import { readPart } from '../../functions/publish/steps/part-object.ts';

const zstdFrame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** All that an object of a publication under way says, as text: parts of raw rows, runs of compressed pages, or JSON. */
export async function workText(name: string, bytes: Uint8Array): Promise<string> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (name.endsWith('.json')) return buffer.toString();
  if (!name.includes('/parts/')) return pagesOf(buffer).join('\n');
  const batches: string[] = [];
  for await (const batch of readPart(buffer)) batches.push(JSON.stringify(batch));
  return batches.join('\n');
}

/** Pages of a run lie one after the other. */
function pagesOf(run: Buffer): string[] {
  const pages: string[] = [];
  for (let at = 0; at < run.length; ) {
    const next = run.indexOf(zstdFrame, at + 1);
    const end = next < 0 ? run.length : next;
    const page = zstdDecompressSync(run.subarray(at, end));
    pages.push(page.toString('latin1'), page.toString());
    at = end;
  }
  return pages;
}
