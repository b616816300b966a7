import { sourceFault } from './source-fault.ts';

/** The forms of a source, beneath gzip. */
export type SourceFormat = 'csv' | 'ndjson' | 'geojson';

const BY_ENDING: ReadonlyMap<string, SourceFormat> = new Map([
  ['csv', 'csv'],
  ['ndjson', 'ndjson'],
  ['jsonl', 'ndjson'],
  ['geojson', 'geojson'],
]);

/** Formats that are taken for a table now and then, by their first bytes. */
const FOREIGN: readonly (readonly [magic: string, name: string])[] = [
  ['PK\x03\x04', 'a ZIP archive or an Excel workbook'],
  ['\xd0\xcf\x11\xe0', 'an old Excel workbook'],
  ['\xff\xfe', 'UTF-16 text'],
  ['\xfe\xff', 'UTF-16 text'],
  ['\x1f\x8b', 'gzip inside gzip'],
  ['SQLite format 3', 'an SQLite file'],
];

/**
 * Tells the format from the name's ending (with or without `.gz`), else from the first bytes `head`, BOM removed:
 * what starts with `{` is NDJSON when its first line is a JSON value other than a FeatureCollection, else GeoJSON.
 * Throws `SourceFault` UNKNOWN_FORMAT for other known formats and for a JSON array.
 */
export function detectFormat(name: string, head: Buffer): SourceFormat {
  const start = head.toString('latin1');
  for (const [magic, format] of FOREIGN) if (start.startsWith(magic)) throw unknownFormat(format);
  const ending = /\.([a-z]+)(?:\.gz)?$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  const byEnding = BY_ENDING.get(ending);
  if (byEnding) return byEnding;
  const first = start.trimStart()[0];
  if (first === '[') throw unknownFormat('a JSON array');
  if (first !== '{') return 'csv';
  return startsWithRecord(head.toString('utf8').trimStart()) ? 'ndjson' : 'geojson';
}

function startsWithRecord(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text.split(/[\r\n]/, 1)[0] ?? '');
    return !(typeof value === 'object' && value !== null && 'type' in value && value.type === 'FeatureCollection');
  } catch {
    return false;
  }
}

function unknownFormat(found: string): Error {
  const message = `Cannot read source: must be CSV, NDJSON or a GeoJSON FeatureCollection, is ${found}`;
  return sourceFault('UNKNOWN_FORMAT', null, message);
}
