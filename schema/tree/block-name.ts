import { createHash } from 'node:crypto';

/** Raised whenever the bytes of a block change their form, so that no name ever means two forms. */
const formatVersion = 1;

function header(level: number): string {
  const kind = level < 0 ? 'overflow' : level === 0 ? 'leaf' : 'index';
  return `basegrid tree ${formatVersion} ${kind} ${level}\n`;
}

/** Name of a block: SHA-256, hex, over format version, kind, level and the canonical uncompressed bytes. */
export function blockName(level: number, bytes: Uint8Array): string {
  return createHash('sha256').update(header(level)).update(bytes).digest('hex');
}
