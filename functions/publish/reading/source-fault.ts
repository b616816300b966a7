/** Why a whole source is refused. */
export type SourceFaultReason =
  | 'EMPTY'
  | 'TRUNCATED'
  | 'BAD_ENCODING'
  | 'BAD_HEADER'
  | 'BAD_QUOTING'
  | 'BAD_JSON'
  | 'BAD_GZIP'
  | 'BAD_CRS'
  | 'TOO_LARGE'
  | 'UNKNOWN_FORMAT';

/** The error that ends the reading of a source; `line` is the line (GeoJSON: the feature) it was found in, if any. */
export interface SourceFault extends Error {
  readonly name: 'SourceFault';
  readonly reason: SourceFaultReason;
  readonly line: number | null;
}

/** Makes a `SourceFault`. The message may hold nothing of the rows' content: it goes into reports and logs. */
export function sourceFault(reason: SourceFaultReason, line: number | null, message: string): SourceFault {
  return Object.assign(new Error(message), { name: 'SourceFault' as const, reason, line });
}

/** True for what `sourceFault` made: the data's fault, unlike a disk that fails. */
export function isSourceFault(error: unknown): error is SourceFault {
  return error instanceof Error && error.name === 'SourceFault';
}
