import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { type HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { stackOutputs } from '../functions/platform/stack-names.ts';
import { makeCreditFunctions, makeExpiry } from './api/credit-function.ts';
import { makeEvidenceFunction, makeSequencer } from './api/evidence-functions.ts';
import { makeGraphqlFunctions } from './api/graphql-functions.ts';
import { graphqlRoutes, makeHttpApi } from './api/http-api.ts';
import { makeSecret } from './data/secret.ts';
import type { Data } from './data-stack.ts';
import { makeDistribution } from './edge/distribution.ts';
import type { Edge } from './edge-stack.ts';
import type { Surroundings } from './make-function.ts';

/** Functions that answer requests, or serve those that do. */
export type ApiFunction = 'public' | 'entitled' | 'credit' | 'credit-public' | 'expire' | 'evidence' | 'sequence';

/** What answers requests. */
export interface Api {
  readonly stack: Stack;
  readonly functions: Readonly<Record<ApiFunction, LambdaFunction>>;
  readonly http: HttpApi;
}

/** What the stack is made of. */
export interface ApiParts {
  readonly data: Data;
  /** null: the deployment has no edge. */
  readonly edge: Edge | null;
  readonly around: Surroundings;
}

/** The stack of what answers requests: functions, the HTTP API, and where the deployment has an edge, CloudFront. */
export function makeApiStack(scope: Construct, { data, edge, around }: ApiParts, props: StackProps): Api {
  const stack = new Stack(scope, 'api', props);
  const proof = edge === null ? null : makeProof(stack, data, around);
  const credit = makeCreditFunctions(stack, data, around);
  const expire = makeExpiry(stack, data, around);
  const functions = makeGraphqlFunctions(stack, { data, proof, credit }, around);
  const evidence = makeEvidenceFunction(stack, data, around);
  const sequence = makeSequencer(stack, data, around);
  const routes = [...graphqlRoutes(functions), { path: '/evidence/{proxy+}', methods: [HttpMethod.GET], to: evidence }];
  const api = makeHttpApi(stack, routes, around);
  if (edge !== null) stack.addStackDependency(edge.stack); // the reference to its firewall does not say so
  const distribution =
    edge === null || proof === null ? null : makeDistribution(stack, { api, proof, ...edge, prefix: around.prefix });
  const value = distribution === null ? urlOf(api, around) : `https://${distribution.distributionDomainName}`;
  new CfnOutput(stack, stackOutputs.apiUrl.key, { value });
  const asked = { credit: credit.entitled, 'credit-public': credit.public };
  return { stack, functions: { ...functions, ...asked, expire, evidence, sequence }, http: api };
}

/** The secret lies beside CloudFront, whose own it is: a new one can be made without touching any data. */
function makeProof(stack: Stack, { keys }: Data, { config }: Surroundings): CfnSecret {
  return makeSecret(stack, 'EdgeSecret', {
    description: 'By which the functions know that a request has come through CloudFront',
    key: keys.items,
    removal: config.removal,
  });
}

/** The emulator answers for the API under its own address. */
function urlOf({ apiEndpoint, apiId }: HttpApi, { endpoint }: Surroundings): string {
  return endpoint === null ? apiEndpoint : `${endpoint}/_aws/execute-api/${apiId}`;
}
