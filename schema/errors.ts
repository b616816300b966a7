/** Closed catalogue of error codes that clients see; each has a paragraph in docs/errors.md. */
export const errorCodes = {
  BAD_CODE: 'caller',
  BAD_DATE: 'caller',
  BAD_GEOMETRY: 'caller',
  BAD_POINT: 'caller',
  BAD_ARGUMENT: 'caller',
  BAD_CURSOR: 'caller',
  BAD_ID: 'caller',
  FORBIDDEN_FILTER: 'caller',
  FORBIDDEN: 'caller',
  PERSON_DATA: 'caller',
  BAD_KEY: 'caller',
  TOO_EXPENSIVE: 'caller',
  RATE_LIMITED: 'caller',
  TOO_LARGE: 'caller',
  BAD_REQUEST: 'caller',
  INTERNAL: 'ours',
  UNAVAILABLE: 'ours',
} as const;
/** One of the codes that clients see. */
export type ErrorCode = keyof typeof errorCodes;

/** A mistake of the caller, told as it is. Everything else that is thrown is ours, and is masked outside. */
export interface VisibleError extends Error {
  readonly visible: true;
  readonly code: ErrorCode;
  /** The argument at fault as a path, such as `filter.codeIn.3`. */
  readonly argument: string | null;
}

/** Makes an error that the caller sees: action, quoted value, state and wanted state. */
export function visibleError(code: ErrorCode, message: string, argument: string | null = null): VisibleError {
  return Object.assign(new Error(message), { visible: true as const, code, argument });
}

/** True for errors that `visibleError` made. */
export function isVisible(error: unknown): error is VisibleError {
  return error instanceof Error && 'visible' in error && error.visible === true;
}
