import { expect, test } from 'vitest';
import { leftOutIn } from '../../infra/config.ts';
import { resourcesOf, synthesised } from '../harness/made-app.ts';

test.each([
  ['cn-north-1', null],
  ['cn-northwest-1', '123456789012'],
])('in %s production is made without what China lacks, and keeps its posture', (region, account) => {
  const app = synthesised('prod', region, account);
  expect(Object.keys(app.templates).sort()).toEqual(['api', 'data', 'publish', 'watch']);
  for (const type of ['AWS::CloudFront::Distribution', 'AWS::CloudFront::Function', 'AWS::WAFv2::WebACL'])
    expect(resourcesOf(app, type)).toEqual([]);
  expect(resourcesOf(app, 'AWS::ApiGatewayV2::Route').map(({ Properties }) => Properties.RouteKey)).toContain(
    'POST /graphql',
  );
  expect(JSON.stringify(app.templates)).not.toMatch(/"arn:aws:(?!states:::)/);
});

test('what is left out is told in one line, and only where something is', () => {
  expect(leftOutIn('prod', 'cn-north-1')).toBe(
    'Region cn-north-1 knows no CloudFront functions: prod is made without CloudFront and firewall, /graphql is the function of everyone',
  );
  expect([leftOutIn('dev', 'cn-north-1'), leftOutIn('prod', 'eu-central-1')]).toEqual([null, null]);
});
