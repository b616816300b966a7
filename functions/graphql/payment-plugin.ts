import { type ApolloServerPlugin, type GraphQLRequestContextDidResolveOperation, HeaderMap } from '@apollo/server';
import { type FragmentDefinitionNode, GraphQLError, getVariableValues, Kind } from 'graphql';
import { counted } from '../../schema/counted.ts';
import { type ErrorCode, isVisible, visibleError } from '../../schema/errors.ts';
import { creditQueries } from '../../schema/pricing/credit-queries.ts';
import { type PricedOperation, priceOf } from '../../schema/pricing/price.ts';
import { statusOf } from '../platform/error-answer.ts';
import type { RequestContext } from './request-context.ts';
import type { Spending } from './spending.ts';

type Resolved = GraphQLRequestContextDidResolveOperation<RequestContext>;

/** Knowing a price, and an answer that is nothing but a price, cost this. */
const dryRunPoints = 1;

/** Prices each operation before it runs, and lets it run only when it is paid for. */
export function paymentPlugin(spending: Spending): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: (resolved) => payFor(resolved, spending),
      responseForOperation: async ({ contextValue, response }) =>
        contextValue.request.dryRun
          ? { http: response.http, body: { kind: 'single', singleResult: { data: null } } }
          : null,
    }),
  };
}

async function payFor(resolved: Resolved, spending: Spending): Promise<void> {
  const { contextValue } = resolved;
  const { viewer, now, request, progress } = contextValue;
  const priced = pricedOperation(resolved);
  const price = priced === null ? dryRunPoints : priceInTime(priced);
  const queries = priced === null ? [] : creditQueries(priced);
  if (queries.length > 1)
    throw refusal(
      'BAD_REQUEST',
      `Cannot run operation of ${queries.length} credit queries: must be at most one, each is answered for`,
    );
  progress.variables = priced?.variableValues ?? null;
  progress.cost = price;
  progress.creditQuery = queries[0] ?? null;
  const { burst } = spending.budgetOf(viewer.tier);
  const runs = !request.dryRun && price <= burst;
  const receipt = await spending.pay({ viewer, sourceIp: request.sourceIp, now }, runs ? price : dryRunPoints);
  contextValue.limits = receipt.limits;
  if (!request.dryRun && !runs)
    throw refusal('TOO_EXPENSIVE', `Cannot run operation of ${price} points: must be at most ${burst}`);
  if (receipt.granted) return;
  const state = `${receipt.limits.remaining} of ${burst} are left now, wait ${receipt.retryAfter} s`;
  throw refusal('RATE_LIMITED', `Cannot spend ${counted(price, 'point')}: ${state}`, {
    'retry-after': String(receipt.retryAfter),
  });
}

/** The price, or a refusal to go on looking for it. */
function priceInTime(priced: PricedOperation): number {
  try {
    return priceOf(priced);
  } catch (error) {
    throw isVisible(error) ? refusal('TOO_EXPENSIVE', error.message) : error;
  }
}

/** null when there is no such operation or its variables cannot be coerced: then the executor tells what is wrong. */
function pricedOperation({ schema, document, operation, request }: Resolved): PricedOperation | null {
  if (operation === undefined) return null;
  if (schema.getRootType(operation.operation) == null)
    throw refusal('BAD_REQUEST', `Cannot run ${operation.operation}: it must be one of the kinds that the schema has`);
  const definitions = operation.variableDefinitions ?? [];
  const { coerced } = getVariableValues(schema, definitions, request.variables ?? {}, { maxErrors: 1 });
  if (coerced === undefined) return null;
  const fragments: Record<string, FragmentDefinitionNode> = {};
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments[node.name.value] = node;
  return { schema, operation, fragments, variableValues: coerced };
}

function refusal(code: ErrorCode, message: string, headers: Record<string, string> = {}): Error {
  return new GraphQLError(message, {
    originalError: visibleError(code, message),
    extensions: { http: { status: statusOf(code), headers: new HeaderMap(Object.entries(headers)) } },
  });
}
