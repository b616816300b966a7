import { type DocumentNode, type ExecutionResult, execute, type GraphQLSchema } from 'graphql';
import { leastRecentlyUsed } from '../store/least-recently-used.ts';
import { isCompilable, isCompilableSchema, variablesInLiterals } from './compilable.ts';
import { withWholeErrors } from './whole-errors.ts';

/** An operation to be run. */
export interface Execution {
  /** Names document and operation. */
  readonly key: string;
  readonly document: DocumentNode;
  readonly operationName: string | null;
  /** As the caller gave them. */
  readonly variables: { readonly [name: string]: unknown };
  /** The same, coerced; null when they cannot be: then the answer says why. */
  readonly coerced: { readonly [name: string]: unknown } | null;
  readonly context: unknown;
}

/** Runs operations. */
export type Executor = (execution: Execution) => Promise<ExecutionResult>;

/** A compiled operation. */
interface Compiled {
  readonly run: (context: unknown, variables: Execution['variables']) => Promise<ExecutionResult> | ExecutionResult;
  /** It may run when all of these have values. */
  readonly needs: readonly string[];
}

const operationsSeen = 10_000;
const charactersCompiled = 2 ** 21;

/**
 * An executor that compiles an operation when it comes for the second time (graphql-jit: a fraction of the time for a long
 * list), and keeps what was used last. Where the two would differ graphql-js runs it (compilable.ts); it also tells what is
 * wrong with variables.
 */
export function createExecutor(schema: GraphQLSchema): Executor {
  const compiledOf = createCompiler(schema);
  return async (execution) => {
    const { document, operationName, variables, coerced, context } = execution;
    const compiled = coerced === null ? null : await compiledOf(execution);
    if (compiled?.needs.every((name) => coerced?.[name] != null))
      return withWholeErrors(await compiled.run(context, variables), document);
    return execute({ schema, document, contextValue: context, variableValues: variables, operationName });
  };
}

/** Finds compiled operations; null for what comes for the first time, and for what must not or cannot be compiled. */
function createCompiler(schema: GraphQLSchema): (execution: Execution) => Promise<Compiled | null> {
  let isPossible: boolean | null = null;
  const seen = leastRecentlyUsed<string, true>(operationsSeen);
  const kept = leastRecentlyUsed<string, { compiled: Compiled | null; size: number }>(
    charactersCompiled,
    ({ size }) => size,
  );
  return async (execution) => {
    const known = kept.get(execution.key);
    if (known !== undefined) return known.compiled;
    if (seen.get(execution.key) === undefined) {
      seen.set(execution.key, true);
      return null;
    }
    // Looked at when first needed, as the compiler is loaded: no first answer waits for it.
    isPossible ??= isCompilableSchema(schema);
    const compiled = isPossible ? await compile(schema, execution) : null;
    kept.set(execution.key, { compiled, size: execution.document.loc?.end ?? 1 });
    return compiled;
  };
}

/** The compiler is loaded when first needed: no cold start waits for it. */
async function compile(schema: GraphQLSchema, { document, operationName }: Execution): Promise<Compiled | null> {
  if (!isCompilable(document)) return null;
  const { compileQuery, isCompiledQuery } = await import('graphql-jit');
  const made = compileQuery(schema, document, operationName ?? undefined);
  if (!isCompiledQuery(made)) return null;
  return {
    run: (context, variables) => made.query(undefined, context, { ...variables }),
    needs: variablesInLiterals(document),
  };
}
