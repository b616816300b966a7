import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Question } from './http-client.ts';

/** A GraphQL request as API Gateway gives it to a Lambda. */
export function gatewayEvent(
  question: Question,
  headers: Readonly<Record<string, string>> = {},
): APIGatewayProxyEventV2 {
  const path = '/graphql';
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: '',
    headers: { 'content-type': 'application/json', accept: 'application/json', host: '127.0.0.1', ...headers },
    requestContext: {
      accountId: 'local',
      apiId: 'local',
      domainName: '127.0.0.1',
      domainPrefix: 'local',
      http: { method: 'POST', path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'bench' },
      requestId: 'bench',
      routeKey: '$default',
      stage: '$default',
      time: '01/Jan/2026:00:00:00 +0000',
      timeEpoch: 1_767_225_600_000,
    },
    body: JSON.stringify(question),
    isBase64Encoded: false,
  };
}
