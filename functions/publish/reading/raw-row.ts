import type { Json } from '../../../schema/tree/entry.ts';

/**
 * One row as the source has it, nothing trimmed, text in NFC.
 *
 * `line`: where the record starts, from 1 (the header of a CSV file is line 1); in GeoJSON the number of the feature.
 * `cells`: aligned to `RowBatch.columns`. CSV gives text for every column; JSON gives what `JSON.parse` made of the
 * property, and `undefined`, or a list that ends early, where the row lacks it.
 * `geometry`: the feature's geometry as it stands; GeoJSON only.
 */
export interface RawRow {
  readonly line: number;
  readonly cells: readonly (Json | undefined)[];
  readonly geometry?: Json;
}

/** A row that cannot be read while its neighbours can. The message holds nothing of the row's content. */
export interface RowFault {
  readonly line: number;
  readonly reason: 'BAD_ENCODING' | 'BAD_VALUE';
  readonly message: string;
}

/** Some neighbouring rows of a source, and those between them that could not be read. */
export interface RowBatch {
  /** CSV: the header. JSON: every property seen so far, in the order of appearance; only ever grows. */
  readonly columns: readonly string[];
  /** True when a header has named all columns once and for all; rows of JSON name their own. */
  readonly header: boolean;
  readonly rows: readonly RawRow[];
  readonly faults: readonly RowFault[];
}
