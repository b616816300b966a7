import { Duration } from 'aws-cdk-lib';
import { CfnStage, HttpApi, HttpMethod, HttpNoneAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { routeOf } from '../../functions/platform/route.ts';
import { acknowledge } from '../acknowledge.ts';
import type { Surroundings } from '../make-function.ts';
import type { GraphqlFunctions } from './graphql-functions.ts';

/** Less than API Gateway's own 30, more than a function takes before it gives up. */
const mostSeconds = 29;

/** What the access log tells of a request: never an address, a query or a key. */
const accessLine = {
  requestId: '$context.requestId',
  at: '$context.requestTime',
  method: '$context.httpMethod',
  route: '$context.routeKey',
  status: '$context.status',
  milliseconds: '$context.responseLatency',
  bytes: '$context.responseLength',
  fault: '$context.integrationErrorMessage',
};

/** A path, who may be asked there by which methods, and who answers. */
export interface Route {
  readonly path: string;
  readonly methods: readonly HttpMethod[];
  readonly to: LambdaFunction;
}

/** The HTTP API: routes to functions, a log of requests, a limit on how many. */
export function makeHttpApi(scope: Construct, routes: readonly Route[], around: Surroundings): HttpApi {
  const api = new HttpApi(scope, 'Api', { apiName: `${around.prefix}api`, createDefaultStage: false });
  const integrations = new Map<LambdaFunction, HttpLambdaIntegration>();
  for (const { path, methods, to } of routes) {
    const timeout = Duration.seconds(mostSeconds);
    const integration = integrations.get(to) ?? new HttpLambdaIntegration(to.node.id, to, { timeout });
    integrations.set(to, integration);
    api.addRoutes({ path, methods: [...methods], integration, authorizer: new HttpNoneAuthorizer() });
  }
  makeStage(scope, api, around);
  acknowledge(
    api,
    ['AwsSolutions-APIG4', 'NIST.800.53.R5-APIGWAuthorization'],
    'Open data: whoever has no key is a caller too; keys are checked by the function',
  );
  return api;
}

/** Without CloudFront nobody looks for keys before the API, so `/graphql` is then the function that serves everyone. */
export function graphqlRoutes(functions: GraphqlFunctions): Route[] {
  const methods = [HttpMethod.GET, HttpMethod.POST, HttpMethod.OPTIONS];
  const paths = ['/graphql', '/public/graphql', '/entitled/graphql'];
  return [
    ...paths.map((path) => ({ path, methods, to: functions[routeOf(path, true) ?? 'entitled'] })),
    { path: '/health', methods: [HttpMethod.GET], to: functions.public },
  ];
}

function makeStage(scope: Construct, { apiId }: HttpApi, { config, data }: Surroundings): void {
  const log = new LogGroup(scope, 'AccessLog', {
    retention: config.logRetention,
    encryptionKey: data.keys.operations,
    removalPolicy: config.removal,
  });
  new CfnStage(scope, 'Stage', {
    apiId,
    stageName: '$default',
    autoDeploy: true,
    accessLogSettings: { destinationArn: log.logGroupArn, format: JSON.stringify(accessLine) },
    defaultRouteSettings: {
      throttlingRateLimit: config.throttle.rateLimit,
      throttlingBurstLimit: config.throttle.burstLimit,
      detailedMetricsEnabled: true,
    },
  });
}
