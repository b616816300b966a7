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
  creditQuotasOfSources,
  evidenceState,
  leavesById,
  paidQueries,
  paidQueriesOfSources,
  pendingLeaves,
  publicationLog,
  receiptAttributes,
  watchLists,
} from '../leading-keys.ts';
import { type FunctionParts, makeFunction, type Surroundings } from '../make-function.ts';

/** The functions that answer credit queries: for each of those that answer GraphQL the one that it invokes. */
export type CreditFunctions = Readonly<Record<'public' | 'entitled', LambdaFunction>>;

/**
 * One bundle, deployed twice: they alone may read statements, and spend quotas. An invocation says for which tier it comes, so
 * the one that keyless callers reach believes in none but PUBLIC, and has no right to what belongs to clients.
 */
export function makeCreditFunctions(scope: Construct, data: Data, around: Surroundings): CreditFunctions {
  const make = (parts: CreditParts) => {
    const environment = { BASEGRID_EVIDENCE_BUCKET: data.buckets.evidence.bucketName, ...parts.environment };
    const timeout = Duration.seconds(15); // less than whoever waits for it
    return makeFunction(scope, { entry: 'credit', handler: 'handler', timeout, ...parts, environment }, around);
  };
  return { public: make(publicParts(data)), entitled: make(entitledParts(data)) };
}

type CreditParts = Pick<FunctionParts, 'name' | 'description' | 'environment' | 'grants'>;

function publicParts(data: Data): CreditParts {
  return {
    name: 'credit-public',
    description: 'Answers credit queries of keyless callers, as tier PUBLIC',
    environment: { BASEGRID_PUBLIC_ONLY: 'on' },
    grants: [
      ...queryGrants(data),
      ...tableGrant(data.tables.items, ['Query'], creditEditions),
      ...tableGrant(data.tables.items, ['GetItem', 'UpdateItem'], creditQuotasOfSources),
      ...tableGrant(data.tables.items, ['GetItem'], [...leavesById, ...pendingLeaves], receiptAttributes),
      ...tableGrant(data.tables.items, ['PutItem'], [...pendingLeaves, ...paidQueriesOfSources]),
    ],
  };
}

function entitledParts(data: Data): CreditParts {
  return {
    name: 'credit',
    description: 'Answers credit queries for the function of callers with a key',
    environment: {},
    grants: [
      ...queryGrants(data),
      ...tableGrant(data.tables.items, ['Query'], [...creditEditions, ...creditLog, ...publicationLog]),
      ...tableGrant(data.tables.items, ['GetItem', 'UpdateItem'], creditQuotas),
      ...tableGrant(data.tables.items, ['GetItem', 'PutItem', 'Query'], pendingLeaves),
      ...tableGrant(data.tables.items, ['PutItem'], paidQueries),
      ...tableGrant(data.tables.items, ['GetItem'], leavesById), // and what opens them, to those entitled
      ...tableGrant(data.tables.items, ['GetItem', 'UpdateItem'], watchLists),
    ],
  };
}

/** To read statements, the newest checkpoint and tiles for receipts, and the key of the hashes under which quotas are kept. */
function queryGrants({ tables, shared, secret, keys }: Data): readonly PolicyStatement[] {
  return [
    ...tableGrant(tables.restrictedBlocks, ['GetItem', 'BatchGetItem'], creditBlocks),
    ...tableGrant(tables.items, ['GetItem'], evidenceState),
    ...bucketGrant(shared.evidence, ['GetObject']),
    ...secretGrant(secret, keys.items),
  ];
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
