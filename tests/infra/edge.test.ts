import { expect, test } from 'vitest';
import { resourcesOf, synthesised } from '../harness/made-app.ts';

const prod = synthesised('prod');
const propertiesOf = (type: string) => resourcesOf(prod, type).map(({ Properties }) => Properties);

test('the API throttles, and logs no address, query or key', () => {
  const [stage] = propertiesOf('AWS::ApiGatewayV2::Stage');
  expect(stage?.DefaultRouteSettings).toEqual({
    ThrottlingRateLimit: 2000,
    ThrottlingBurstLimit: 1000,
    DetailedMetricsEnabled: true,
  });
  const { Format, DestinationArn } = stage?.AccessLogSettings as {
    readonly Format: string;
    readonly DestinationArn: unknown;
  };
  expect(DestinationArn).toBeDefined();
  expect(Format).not.toMatch(/sourceIp|identity|path|querystring|authorizer|header/i);
});

test('every path leads to the function whose rights it needs', () => {
  const routes = propertiesOf('AWS::ApiGatewayV2::Route').map(({ RouteKey, Target }) => [
    RouteKey,
    JSON.stringify(Target).match(/(Public|Entitled|Evidence)[0-9A-F]{8}/)?.[1],
  ]);
  expect(Object.fromEntries(routes)).toMatchObject({
    'POST /graphql': 'Entitled',
    'GET /graphql': 'Entitled',
    'POST /public/graphql': 'Public',
    'POST /entitled/graphql': 'Entitled',
    'GET /health': 'Public',
    'GET /evidence/{proxy+}': 'Evidence',
  });
});

test('CloudFront keeps what an answer says that it may, under all that answers differ by, and no fault', () => {
  const [policy] = propertiesOf('AWS::CloudFront::CachePolicy').map(
    ({ CachePolicyConfig }) =>
      CachePolicyConfig as {
        readonly MinTTL: number;
        readonly DefaultTTL: number;
        readonly ParametersInCacheKeyAndForwardedToOrigin: unknown;
      },
  );
  expect(policy).toMatchObject({ MinTTL: 0, DefaultTTL: 0 });
  expect(policy?.ParametersInCacheKeyAndForwardedToOrigin).toMatchObject({
    EnableAcceptEncodingBrotli: true,
    EnableAcceptEncodingGzip: true,
    HeadersConfig: { Headers: expect.arrayContaining(['x-api-key', 'authorization', 'accept', 'x-dry-run']) },
    QueryStringsConfig: { QueryStringBehavior: 'all' },
  });
  const [config] = propertiesOf('AWS::CloudFront::Distribution').map(
    ({ DistributionConfig }) =>
      DistributionConfig as {
        readonly CustomErrorResponses: { ErrorCode: number; ErrorCachingMinTTL: number }[];
        readonly DefaultCacheBehavior: object;
      },
  );
  expect(
    config?.CustomErrorResponses.map(({ ErrorCode, ErrorCachingMinTTL }) => [ErrorCode, ErrorCachingMinTTL]),
  ).toContainEqual([503, 0]);
  expect(config?.DefaultCacheBehavior).toMatchObject({ Compress: true, ViewerProtocolPolicy: 'https-only' });
});

test('the firewall stops floods and giants with the answers of the API itself', () => {
  const [firewall] = propertiesOf('AWS::WAFv2::WebACL');
  const { Rules, CustomResponseBodies } = firewall as {
    readonly Rules: { Name: string; Statement: { RegexMatchStatement?: { RegexString: string } } }[];
    readonly CustomResponseBodies: { [name: string]: { Content: string } };
  };
  expect(Rules.map(({ Name }) => Name)).toEqual(['RequestsOfAddress', 'BodySize', 'KnownAttackers']);
  const tooLong = new RegExp(Rules[1]?.Statement.RegexMatchStatement?.RegexString ?? '');
  expect(['1048576', '1999999', '0', ''].filter((length) => tooLong.test(length))).toEqual([]);
  expect(['2000000', '9999999', '10000000'].filter((length) => !tooLong.test(length))).toEqual([]);
  const codes = Object.values(CustomResponseBodies).map(({ Content }) => JSON.parse(Content).errors[0].extensions.code);
  expect(codes.sort()).toEqual(['RATE_LIMITED', 'TOO_LARGE']);
});

test('the firewall is made where CloudFront looks for it, and referred to from wherever the rest is', () => {
  const elsewhere = synthesised('prod', 'eu-central-1');
  const [distribution] = resourcesOf(elsewhere, 'AWS::CloudFront::Distribution');
  expect(distribution?.Properties.DistributionConfig).toMatchObject({
    WebACLId: { 'Fn::GetStackOutput': { StackName: 'basegrid-prod-edge', OutputName: 'WebAcl', Region: 'us-east-1' } },
  });
});

test.each(['local', 'dev'] as const)('%s has no edge', (deployment) => {
  const app = synthesised(deployment);
  expect(resourcesOf(app, 'AWS::CloudFront::Distribution')).toEqual([]);
  expect(JSON.stringify(app.templates)).not.toContain('BASEGRID_EDGE_SECRET');
});
