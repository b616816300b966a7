import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { type ErrorCode, isVisible, type VisibleError } from '../../schema/errors.ts';
import { redactPersons } from '../../schema/privacy/redact-persons.ts';
import { faultMessages } from '../platform/error-answer.ts';
import { faultCode } from '../platform/fault-code.ts';
import { causeOf } from '../platform/logger.ts';

/** Apollo's codes for what a caller did wrong; every other code that it gives stands for a fault of ours. */
const callersCodes = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/** GraphQL quotes what it was given, however long. */
const longestMessage = 1000;

/** The one place where errors are masked: a caller's mistake is shown as it is, anything else by a code alone. */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const { code, message, argument } = describe(formatted, error);
  return {
    message,
    ...(formatted.locations === undefined ? {} : { locations: formatted.locations }),
    ...(formatted.path === undefined ? {} : { path: formatted.path }),
    extensions: { code, ...(argument === null ? {} : { argument }) },
  };
}

/** True when an error is ours: to be logged, and to be answered with a status that says so. */
export function isFault(code: unknown): code is 'INTERNAL' | 'UNAVAILABLE' {
  return code === 'INTERNAL' || code === 'UNAVAILABLE';
}

interface Description {
  readonly code: ErrorCode;
  readonly message: string;
  readonly argument: string | null;
}

function describe(formatted: GraphQLFormattedError, error: unknown): Description {
  const visible = visibleIn(error);
  // Validation and coercion wrap it, and quote the value once more; `argument` says where (argument-at.ts).
  if (visible !== null) return { code: visible.code, message: told(visible.message), argument: visible.argument };
  const code = callersCode(formatted, error);
  if (code !== null) return { code, message: told(formatted.message), argument: null };
  const fault = faultCode(error);
  return { code: fault, message: faultMessages[fault], argument: null };
}

function visibleIn(error: unknown): VisibleError | null {
  for (let next = error; next instanceof Error; next = causeOf(next)) if (isVisible(next)) return next;
  return null;
}

function callersCode(formatted: GraphQLFormattedError, error: unknown): ErrorCode | null {
  const code = String(formatted.extensions?.code);
  if (code === 'BAD_USER_INPUT') return 'BAD_ARGUMENT';
  if (callersCodes.has(code)) return 'BAD_REQUEST';
  return isArgumentError(error) ? 'BAD_ARGUMENT' : null;
}

/** A variable that validation let through for its type, and that turned out to be null or absent. */
function isArgumentError(error: unknown): boolean {
  return error instanceof GraphQLError && error.originalError === undefined && error.message.startsWith('Argument "');
}

/** No suggestions, which would tell parts of a schema to whoever guesses; the schema itself can be asked for. No numbers of persons. */
function told(message: string): string {
  const plain = redactPersons(message.replace(/ ?Did you mean [^?]*\?/g, '').trimEnd());
  return plain.length > longestMessage ? `${plain.slice(0, longestMessage)}…` : plain;
}
