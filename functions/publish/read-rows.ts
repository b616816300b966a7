import { detectFormat, type SourceFormat } from './reading/detect-format.ts';
import { gunzip } from './reading/gunzip.ts';
import { peek, skipBytes } from './reading/peek.ts';
import type { RowBatch } from './reading/raw-row.ts';
import { createCsvScanner } from './reading/scan-csv.ts';
import { createGeoJsonScanner } from './reading/scan-geojson.ts';
import { createNdjsonScanner } from './reading/scan-ndjson.ts';
import { type Scanner, scanSource } from './reading/scan-source.ts';
import { sourceFault } from './reading/source-fault.ts';

/** Enough to see the first line of any usual NDJSON. */
const HEAD = 64 * 1024;
const GZIP = Buffer.from([0x1f, 0x8b]);
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

const SCANNERS: { readonly [F in SourceFormat]: () => Scanner } = {
  csv: createCsvScanner,
  ndjson: createNdjsonScanner,
  geojson: createGeoJsonScanner,
};

/**
 * Reads a source as batches of raw rows: CSV, NDJSON or GeoJSON, plain or gzip (known by its first bytes), UTF-8 with
 * or without BOM. `name` (a file name or object key, or '') helps to tell the format.
 *
 * Streams: memory is bounded by the longest record, 8 MiB, whatever a gzip stream unfolds to. Rows that cannot be
 * read come as faults in their batch; what spoils the whole source is thrown as `SourceFault`, perhaps after most
 * rows, so nothing may be made visible before the iteration ends. A CSV header without rows gives a batch with columns.
 */
export async function* readRows(source: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<RowBatch> {
  await using packed = await peek(source, GZIP.length);
  const isGzip = packed.head.length > 0 && packed.head.equals(GZIP.subarray(0, packed.head.length));
  await using content = await peek(isGzip ? gunzip(packed.whole) : packed.whole, HEAD);
  const mark = content.head.subarray(0, 3).equals(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
  if (content.head.length === mark) throw sourceFault('EMPTY', null, 'Cannot read source: must have rows, is empty');
  const scanner = SCANNERS[detectFormat(name, content.head.subarray(mark))]();
  yield* scanSource(skipBytes(content.whole, mark), scanner);
}
