import { type Refusal, refusal } from './send.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html: those marked "OK to retry". */
const transientNames = new Set([
  'CRC32CheckFailed', // aws-caller.ts: the answer was damaged on its way
  'InternalServerError',
  'InternalServerErrorException',
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ServiceUnavailable',
  'SlowDown',
  'ThrottlingException',
  'TimeoutError',
  'TransactionConflictException',
  'TransactionInProgressException',
]);

/** Connections that broke or were never made: the request may or may not have been carried out. */
const transientCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

const transientReasons = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

/** True when the same request may succeed a little later. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const cancelled = refusal(error, 'TransactionCanceledException');
  if (cancelled !== null) return isTransientCancellation(cancelled);
  return transientNames.has(error.name) || transientCodes.has(codeOf(error)) || isServerStatus(statusOf(error));
}

/** Cancelled only because others were at the same items, or by throttling: no condition was found false. */
function isTransientCancellation({ CancellationReasons = [] }: Refusal): boolean {
  const reasons = CancellationReasons.map(({ Code = 'None' }) => Code).filter((code) => code !== 'None');
  return reasons.length > 0 && reasons.every((code) => transientReasons.has(code));
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : '';
}

function isServerStatus(status: number): boolean {
  return status === 429 || status >= 500;
}

/** The HTTP status that the SDK notes on its errors, 0 when there was no answer. */
function statusOf(error: Error): number {
  const metadata: unknown = '$metadata' in error ? error.$metadata : null;
  const status =
    metadata !== null && typeof metadata === 'object' && 'httpStatusCode' in metadata && metadata.httpStatusCode;
  return typeof status === 'number' ? status : 0;
}
