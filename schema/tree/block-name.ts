import { hash } from 'node:crypto';

/** Raised whenever the bytes of a block change their form, so that no name ever means two forms. */
const formatVersion = 1;

function header(level: number): string {
  const kind = level < 0 ? 'overflow' : level === 0 ? 'leaf' : 'index';
  return `basegrid tree ${formatVersion} ${kind} ${level}\n`;
}

/** Header and bytes side by side, as one call takes a hash faster than a hash that is made, fed twice and asked (19 -> 15 µs). */
let whole = Buffer.alloc(64 * 1024);

/** Name of a block: SHA-256, hex, over format version, kind, level and the canonical uncompressed bytes. */
export function blockName(level: number, bytes: Uint8Array): string {
  const start = header(level);
  const length = start.length + bytes.length;
  if (length > whole.length) whole = Buffer.alloc(length);
  whole.write(start, 'latin1');
  whole.set(bytes, start.length);
  return hash('sha256', whole.subarray(0, length));
}
