import { type DocumentNode, type ExecutionResult, GraphQLError, type SourceLocation } from 'graphql';

/** The result with errors as graphql-js makes them: those of graphql-jit lack `extensions`, which Apollo Server reads. */
export function withWholeErrors(result: ExecutionResult, document: DocumentNode): ExecutionResult {
  if (result.errors === undefined) return result;
  return { ...result, errors: result.errors.map((error) => wholeError(error, document)) };
}

function wholeError({ message, path, originalError, locations }: GraphQLError, document: DocumentNode): GraphQLError {
  const source = document.loc?.source;
  const positions = source === undefined ? [] : (locations ?? []).map((location) => positionOf(source.body, location));
  return new GraphQLError(message, { source, positions, path, originalError });
}

/** Offset of a place that is given by line and column, both from 1. */
function positionOf(text: string, { line, column }: SourceLocation): number {
  const ends = /\r\n|[\n\r]/g;
  for (let passed = 1; passed < line; passed++) ends.exec(text);
  return ends.lastIndex + column - 1;
}
