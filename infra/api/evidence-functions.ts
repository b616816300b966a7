import { Duration } from 'aws-cdk-lib';
import { Schedule } from 'aws-cdk-lib/aws-events';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Data } from '../data-stack.ts';
import { bucketGrant, secretGrant, tableGrant } from '../grants.ts';
import { evidenceState, pendingLeaves, placedLeaves } from '../leading-keys.ts';
import { makeFunction, type Surroundings } from '../make-function.ts';
import { callOnSchedule } from '../schedule.ts';

/** Serves the evidence log to anyone; it can write nothing and has no key that signs. */
export function makeEvidenceFunction(
  scope: Construct,
  { tables, shared, buckets }: Data,
  around: Surroundings,
): LambdaFunction {
  return makeFunction(
    scope,
    {
      entry: 'evidence',
      handler: 'serve',
      name: 'evidence',
      description: 'Serves the evidence log',
      environment: { BASEGRID_EVIDENCE_BUCKET: buckets.evidence.bucketName },
      grants: [...tableGrant(tables.items, ['GetItem'], evidenceState), ...bucketGrant(shared.evidence, ['GetObject'])],
    },
    around,
  );
}

const sequencing = ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'BatchWriteItem', 'UpdateItem'] as const;

/** Gives leaves their places each minute, writes tiles, and signs: it alone does. */
export function makeSequencer(scope: Construct, data: Data, around: Surroundings): LambdaFunction {
  const { tables, shared, buckets, evidenceSecret, keys } = data;
  const lines = [...evidenceState, ...pendingLeaves, ...placedLeaves];
  const sequence = makeFunction(
    scope,
    {
      entry: 'evidence',
      handler: 'sequence',
      name: 'sequence',
      description: 'Gives leaves of the evidence log their places, and signs checkpoints',
      timeout: Duration.minutes(5),
      environment: {
        BASEGRID_EVIDENCE_BUCKET: buckets.evidence.bucketName,
        BASEGRID_SECRETS: evidenceSecret.attrId, // it signs; keys of callers and cursors it needs not
      },
      grants: [
        ...tableGrant(tables.items, sequencing, lines),
        ...bucketGrant(shared.evidence, ['GetObject', 'PutObject']),
        ...secretGrant(evidenceSecret, keys.items),
      ],
    },
    around,
  );
  callOnSchedule(scope, sequence, {
    schedule: Schedule.rate(Duration.minutes(1)),
    description: 'Every minute: leaves get their places in the evidence log',
    madeUpFor: 'The next minute takes up what this one left',
  });
  return sequence;
}
