import { GraphQLError } from 'graphql';
import { type ErrorCode, visibleError } from '../errors.ts';

/** A refused input value; keeps its code on the way through validation and coercion, which wrap what they catch. */
export function inputError(code: ErrorCode, message: string): GraphQLError {
  return new GraphQLError(message, { originalError: visibleError(code, message), extensions: { code } });
}
