/**
 * Dollars, from AWS's public price pages for us-east-1 (aws.amazon.com/lambda, /api-gateway, /dynamodb and /step-functions/pricing) as
 * they stood in 2025, after DynamoDB's reduction of November 2024; free allowances left out. Check them before you rely on a sum.
 */
export const prices = {
  /** A gigabyte of memory for a second, arm64. */
  lambdaGigabyteSecond: 0.000_013_333_4,
  lambdaCall: 0.2 / 1e6,
  httpApiRequest: 1.0 / 1e6,
  readUnit: 0.125 / 1e6,
  writeUnit: 0.625 / 1e6,
} as const;

/** What something takes of AWS. */
export interface Use {
  /** Of one function. */
  readonly milliseconds: number;
  readonly megabytes: number;
  readonly calls: number;
  readonly requests: number;
  /** Units of DynamoDB (capacity.ts). */
  readonly reads: number;
  readonly writes: number;
}

/** Dollars of a use. */
export function costOf({ milliseconds, megabytes, calls, requests, reads, writes }: Use): number {
  return (
    (milliseconds / 1000) * (megabytes / 1024) * prices.lambdaGigabyteSecond +
    calls * prices.lambdaCall +
    requests * prices.httpApiRequest +
    reads * prices.readUnit +
    writes * prices.writeUnit
  );
}
