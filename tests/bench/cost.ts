/**
 * Dollars, from AWS's public price pages for us-east-1 (aws.amazon.com/lambda, /api-gateway, /dynamodb and /step-functions/pricing) as
 * they stood in June 2025; free allowances left out. Check them before you rely on a sum.
 */
export const prices = {
  /** A gigabyte of memory for a second, arm64. */
  lambdaGigabyteSecond: 0.000_013_333_4,
  lambdaCall: 0.2 / 1e6,
  httpApiRequest: 1.0 / 1e6,
  /** Read of 4 KB as it stands everywhere soon; one that must be the newest costs two of them. */
  readUnit: 0.125 / 1e6 / 2,
  /** Write of 1 KB. */
  writeUnit: 0.625 / 1e6,
  stateTransition: 0.025 / 1e3,
} as const;

/** What something takes of AWS. */
export interface Use {
  /** Of one function. */
  readonly milliseconds: number;
  readonly megabytes: number;
  readonly calls: number;
  /** Halves of read units: one for each 4 KB that need not be the newest, two where they must. */
  readonly halfReads: number;
  readonly writes: number;
  readonly requests: number;
}

/** Dollars of a use. */
export function costOf({ milliseconds, megabytes, calls, halfReads, writes, requests }: Use): number {
  return (
    (milliseconds / 1000) * (megabytes / 1024) * prices.lambdaGigabyteSecond +
    calls * prices.lambdaCall +
    halfReads * prices.readUnit +
    writes * prices.writeUnit +
    requests * prices.httpApiRequest
  );
}

/** Halves of read units of an item of so many bytes, read as it stands everywhere soon. */
export const halfReadsOf = (bytes: number): number => Math.max(1, Math.ceil(bytes / 4096));

/** Write units of an item of so many bytes. */
export const writesOf = (bytes: number): number => Math.max(1, Math.ceil(bytes / 1024));
