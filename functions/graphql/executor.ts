import { type DocumentNode, type ExecutionResult, execute, type GraphQLSchema } from 'graphql';
import { leastRecentlyUsed } from '../store/least-recently-used.ts';
import { isCompilable, isCompilableSchema } from './compilable.ts';
import { withWholeErrors } from './whole-errors.ts';

/** An operation to be run; `key` names document and operation. */
export interface Execution {
  readonly key: string;
  readonly document: DocumentNode;
  readonly operationName: string | null;
  /** As the caller gave them. */
  readonly variables: { readonly [name: string]: unknown };
  /** False: the variables cannot be coerced, and the answer will say why. */
  readonly coercible: boolean;
  readonly context: unknown;
}

/** Runs operations. */
export type Executor = (execution: Execution) => Promise<ExecutionResult>;

/** A compiled operation; null where a document must not be compiled, or cannot. */
type Compiled =
  | ((context: unknown, variables: Execution['variables']) => Promise<ExecutionResult> | ExecutionResult)
  | null;

const operationsSeen = 10_000;
const charactersCompiled = 2 ** 21;

/**
 * An executor that compiles an operation when it comes for the second time (graphql-jit: a fifth of the time for a long
 * list), and keeps what was used last. Where the two could differ, graphql-js decides: it also tells what is wrong with
 * variables.
 */
export function createExecutor(schema: GraphQLSchema): Executor {
  const compiles = isCompilableSchema(schema);
  const seen = leastRecentlyUsed<string, true>(operationsSeen);
  const compiled = leastRecentlyUsed<string, { run: Compiled; size: number }>(charactersCompiled, ({ size }) => size);

  const compiledOf = async (execution: Execution): Promise<Compiled> => {
    const known = compiled.get(execution.key);
    if (known !== undefined) return known.run;
    if (seen.get(execution.key) === undefined) {
      seen.set(execution.key, true);
      return null;
    }
    const run = await compile(schema, execution);
    compiled.set(execution.key, { run, size: execution.document.loc?.end ?? 1 });
    return run;
  };

  return async (execution) => {
    const { document, operationName, variables, coercible, context } = execution;
    const run = coercible && compiles ? await compiledOf(execution) : null;
    if (run !== null) return withWholeErrors(await run(context, variables), document);
    return execute({ schema, document, contextValue: context, variableValues: variables, operationName });
  };
}

/** Loaded when first needed: no cold start waits for a compiler. */
async function compile(schema: GraphQLSchema, { document, operationName }: Execution): Promise<Compiled> {
  if (!isCompilable(document)) return null;
  const { compileQuery, isCompiledQuery } = await import('graphql-jit');
  const made = compileQuery(schema, document, operationName ?? undefined);
  return isCompiledQuery(made) ? (context, variables) => made.query(undefined, context, { ...variables }) : null;
}
