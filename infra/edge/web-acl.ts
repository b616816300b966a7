import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { Config } from '../config.ts';

/** From 2,000,000 bytes on, which is more than a function reads; by header, as the firewall itself reads the first 16 KB only. */
const tooLong = '^([2-9][0-9]{6}|[0-9]{8,})$';

/** The firewall before CloudFront: so many requests of one address, bodies of so many bytes, no known attackers. */
export function makeWebAcl(scope: Construct, { requestsOfAddress }: Config): CfnWebACL {
  const webAcl = new CfnWebACL(scope, 'Firewall', {
    scope: 'CLOUDFRONT',
    defaultAction: { allow: {} },
    visibilityConfig: counted('Basegrid'),
    customResponseBodies: {
      often: answer('RATE_LIMITED', 'Cannot answer: too many requests from one address; wait a minute'),
      long: answer('TOO_LARGE', 'Cannot read request body: size must be at most 1048576 bytes, is more'),
    },
    rules: [requestsRule(requestsOfAddress), bodyRule, attackersRule].map((rule, priority) => ({ ...rule, priority })),
  });
  const noAddresses =
    'Its log would hold the addresses of callers, which Basegrid keeps nowhere; what it stops is counted';
  acknowledge(webAcl, 'NIST.800.53.R5-WAFv2LoggingEnabled', noAddresses);
  return webAcl;
}

type Rule = Omit<CfnWebACL.RuleProperty, 'priority'>;

function requestsRule(limit: number): Rule {
  return {
    name: 'RequestsOfAddress',
    statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit, evaluationWindowSec: 300 } },
    action: refusal(429, 'often', '60'),
    visibilityConfig: counted('RequestsOfAddress'),
  };
}

const bodyRule: Rule = {
  name: 'BodySize',
  statement: {
    regexMatchStatement: {
      fieldToMatch: { singleHeader: { Name: 'content-length' } },
      regexString: tooLong,
      textTransformations: [{ priority: 0, type: 'NONE' }],
    },
  },
  action: refusal(413, 'long'),
  visibilityConfig: counted('BodySize'),
};

const attackersRule: Rule = {
  name: 'KnownAttackers',
  statement: { managedRuleGroupStatement: { vendorName: 'AWS', name: 'AWSManagedRulesAmazonIpReputationList' } },
  overrideAction: { none: {} },
  visibilityConfig: counted('KnownAttackers'),
};

/** Takes no part of a request into CloudWatch, only how many were stopped by which rule. */
function counted(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false };
}

/** Errors of the edge have the form of all others. */
function answer(code: string, message: string): CfnWebACL.CustomResponseBodyProperty {
  const content = JSON.stringify({ errors: [{ message, extensions: { code } }] });
  return { contentType: 'APPLICATION_JSON', content };
}

function refusal(
  responseCode: number,
  customResponseBodyKey: string,
  retryAfter: string | null = null,
): CfnWebACL.RuleActionProperty {
  const responseHeaders = retryAfter === null ? {} : { responseHeaders: [{ name: 'retry-after', value: retryAfter }] };
  return { block: { customResponse: { responseCode, customResponseBodyKey, ...responseHeaders } } };
}
