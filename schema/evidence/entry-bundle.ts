import { type Parsed, refuse } from '../codes/parsed.ts';

/** Longest entry that a bundle can hold: its length is a 16-bit number (C2SP tlog-tiles, "Log entries"). */
export const mostEntryBytes = 0xffff;

/** Entries one after the other, each behind its length as a 16-bit number, the higher byte first. */
export function encodeEntries(entries: readonly Uint8Array[]): Uint8Array {
  const bytes = Buffer.alloc(entries.reduce((sum, entry) => sum + 2 + entry.length, 0));
  let at = 0;
  for (const entry of entries) {
    if (entry.length > mostEntryBytes)
      throw new Error(`Cannot bundle entry: length must be at most ${mostEntryBytes}, is ${entry.length}`);
    at = bytes.writeUInt16BE(entry.length, at);
    bytes.set(entry, at);
    at += entry.length;
  }
  return bytes;
}

/** The entries of a bundle; refuses one that ends inside an entry. */
export function decodeEntries(bundle: Uint8Array): Parsed<readonly Uint8Array[]> {
  const bytes = Buffer.from(bundle.buffer, bundle.byteOffset, bundle.length);
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (at + 2 > bytes.length) return refuse(`entry ${entries.length} must have a length of 2 bytes, has 1`, at);
    const end = at + 2 + bytes.readUInt16BE(at);
    if (end > bytes.length)
      return refuse(`entry ${entries.length} must end at byte ${end}, the bundle ends at ${bytes.length}`, at);
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return { ok: true, value: entries };
}
