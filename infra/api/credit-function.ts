import { Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { Data } from '../data-stack.ts';
import { bucketGrant, secretGrant, tableGrant } from '../grants.ts';
import {
  creditBlocks,
  creditEditions,
  creditLog,
  creditQuotas,
  pendingLeaves,
  publicationLog,
  receiptLeaves,
  watchLists,
} from '../leading-keys.ts';
import { makeFunction, type Surroundings } from '../make-function.ts';

/** The function that answers credit queries: it alone may read statements and the log of queries, and spend quotas. */
export function makeCreditFunction(
  scope: Construct,
  { tables, shared, buckets, secret, keys }: Data,
  around: Surroundings,
): LambdaFunction {
  return makeFunction(
    scope,
    {
      entry: 'credit',
      handler: 'handler',
      name: 'credit',
      description: 'Answers credit queries for the functions that answer GraphQL',
      timeout: Duration.seconds(15), // less than whoever waits for it
      environment: { BASEGRID_EVIDENCE_BUCKET: buckets.evidence.bucketName },
      grants: [
        ...tableGrant(tables.restrictedBlocks, ['GetItem', 'BatchGetItem'], creditBlocks),
        ...tableGrant(tables.items, ['Query'], [...creditEditions, ...creditLog, ...publicationLog]),
        ...tableGrant(tables.items, ['GetItem'], receiptLeaves), // for receipts, as are the tiles
        ...bucketGrant(shared.evidence, ['GetObject']),
        ...tableGrant(tables.items, ['GetItem', 'UpdateItem'], creditQuotas),
        ...tableGrant(tables.items, ['GetItem', 'PutItem', 'Query'], pendingLeaves),
        ...tableGrant(tables.items, ['BatchWriteItem', 'PutItem', 'DeleteItem', 'Query'], watchLists),
        ...secretGrant(secret, keys.items),
      ],
    },
    around,
  );
}

/** The daily run, five minutes into the day in Shanghai; the trees of the day were made ahead, so nobody waits for it. */
export function makeExpiry(scope: Construct, { tables }: Data, around: Surroundings): LambdaFunction {
  const expire = makeFunction(
    scope,
    {
      entry: 'expire',
      handler: 'handler',
      name: 'expire',
      description: 'Takes credit statements whose publicity is over out of what is read',
      timeout: Duration.minutes(10),
      environment: {},
      grants: [
        ...tableGrant(tables.restrictedBlocks, ['GetItem', 'BatchGetItem', 'BatchWriteItem'], creditBlocks),
        ...tableGrant(tables.items, ['Query', 'PutItem'], creditEditions),
        ...tableGrant(tables.items, ['PutItem'], pendingLeaves),
      ],
    },
    around,
  );
  const rule = new Rule(scope, 'ExpireDaily', {
    description: 'Every day at 00:05 in Asia/Shanghai',
    schedule: Schedule.cron({ hour: '16', minute: '5' }), // UTC
  });
  rule.addTarget(new LambdaTarget(expire, { retryAttempts: 20, event: RuleTargetInput.fromObject({}) }));
  const madeAhead =
    'Trees are made two days ahead: a run that fails is made up for by the next, and answers are right anyway';
  acknowledge(rule, 'Serverless-EventBusDLQ', madeAhead);
  return expire;
}

/** Lets a function invoke another one. */
export function invokeGrant(target: LambdaFunction): PolicyStatement {
  return new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [target.functionArn] });
}
