import { Aws, Duration, SecretValue } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  AllowedMethods,
  CacheCookieBehavior,
  CacheHeaderBehavior,
  CachePolicy,
  CacheQueryStringBehavior,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  type ICachePolicy,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { edgeProofHeader } from '../../functions/platform/edge-headers.ts';
import { acknowledge } from '../acknowledge.ts';
import { viewerRequestCode } from './viewer-request-code.ts';

/** What CloudFront stands before, and what before it. */
export interface Around {
  readonly prefix: string;
  readonly api: HttpApi;
  /** By which the functions know that a request has come through CloudFront. */
  readonly proof: CfnSecret;
  readonly webAclArn: string;
}

/** Statuses that CloudFront would keep for ten seconds, whatever the answer says. */
const faults = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];

/** CloudFront before the API: TLS, HTTP/3, compression, and a cache of what says that it may be shared. */
export function makeDistribution(scope: Construct, { prefix, api, proof, webAclArn }: Around): Distribution {
  const mapping = new EdgeFunction(scope, 'ViewerRequest', {
    functionName: `${prefix}viewer-request`,
    comment: 'Who calls decides which function is asked',
    runtime: FunctionRuntime.JS_2_0,
    code: FunctionCode.fromInline(viewerRequestCode()),
  });
  const distribution = new Distribution(scope, 'Distribution', {
    comment: `${prefix}api`,
    httpVersion: HttpVersion.HTTP2_AND_3,
    webAclId: webAclArn,
    errorResponses: faults.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
    defaultBehavior: {
      origin: originOf(api, proof),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY, // a redirected POST would have sent its key in clear
      cachePolicy: cachePolicy(scope, prefix),
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS,
      functionAssociations: [{ function: mapping, eventType: FunctionEventType.VIEWER_REQUEST }],
      compress: true,
    },
  });
  explain(distribution);
  return distribution;
}

function originOf({ apiId, stack }: HttpApi, proof: CfnSecret): HttpOrigin {
  return new HttpOrigin(`${apiId}.execute-api.${stack.region}.${Aws.URL_SUFFIX}`, {
    protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
    originSslProtocols: [OriginSslPolicy.TLS_V1_2],
    readTimeout: Duration.seconds(30),
    customHeaders: { [edgeProofHeader]: SecretValue.secretsManager(proof.attrId).unsafeUnwrap() },
  });
}

/** Answers say themselves how long they may be kept (functions/graphql/cache-policy.ts); whatever they differ by is in the cache's key. */
function cachePolicy(scope: Construct, prefix: string): ICachePolicy {
  return new CachePolicy(scope, 'Caching', {
    cachePolicyName: `${prefix}answers`,
    comment: 'As long as the answer says, and no longer',
    minTtl: Duration.seconds(0),
    defaultTtl: Duration.seconds(0),
    maxTtl: Duration.days(1),
    headerBehavior: CacheHeaderBehavior.allowList(
      'accept',
      'x-api-key',
      'authorization',
      'x-dry-run',
      'idempotency-key',
      'apollo-require-preflight',
    ),
    queryStringBehavior: CacheQueryStringBehavior.all(),
    cookieBehavior: CacheCookieBehavior.none(),
    enableAcceptEncodingBrotli: true,
    enableAcceptEncodingGzip: true,
  });
}

function explain(distribution: Distribution): void {
  const noAddresses =
    'Its log would hold the addresses of callers, which Basegrid keeps nowhere; the API logs every request that reaches it';
  acknowledge(distribution, ['AwsSolutions-CFR3', 'NIST.800.53.R5-CloudFrontAccessLogsEnabled'], noAddresses);
  acknowledge(distribution, 'AwsSolutions-CFR1', 'Open data is open to every country');
  const ownName =
    'CloudFront decides on the oldest TLS of its own names; with a name and a certificate of the city it is TLS 1.2';
  acknowledge(distribution, 'AwsSolutions-CFR4', ownName);
}
