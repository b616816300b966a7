import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { stackOutputs } from '../functions/platform/stack-names.ts';
import { makeGraphqlFunctions } from './api/graphql-functions.ts';
import { graphqlRoutes, makeHttpApi } from './api/http-api.ts';
import type { Data } from './data-stack.ts';
import type { Surroundings } from './make-function.ts';

/** What answers requests. */
export interface Api {
  readonly stack: Stack;
  readonly functions: { readonly public: LambdaFunction; readonly entitled: LambdaFunction };
  readonly apiId: string;
}

/** The stack of what answers requests: functions, the HTTP API, and where the deployment has an edge, CloudFront. */
export function makeApiStack(scope: Construct, data: Data, around: Surroundings, props: StackProps): Api {
  const stack = new Stack(scope, 'api', props);
  const functions = makeGraphqlFunctions(stack, data, around);
  const api = makeHttpApi(stack, graphqlRoutes(functions), around);
  new CfnOutput(stack, stackOutputs.apiUrl.key, { value: urlOf(api, around) });
  return { stack, functions, apiId: api.apiId };
}

/** The emulator answers for the API under its own address. */
function urlOf({ apiEndpoint, apiId }: HttpApi, { endpoint }: Surroundings): string {
  return endpoint === null ? apiEndpoint : `${endpoint}/_aws/execute-api/${apiId}`;
}
