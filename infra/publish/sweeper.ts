import { Duration } from 'aws-cdk-lib';
import { Schedule } from 'aws-cdk-lib/aws-events';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Data } from '../data-stack.ts';
import { tableGrant } from '../grants.ts';
import { creditEditions, editionLinesOf } from '../leading-keys.ts';
import { makeFunction, type Surroundings } from '../make-function.ts';
import { callOnSchedule } from '../schedule.ts';

/** Removes blocks that no edition names, each night: the one function that may scan a table, and no request ever waits for it. */
export function makeSweeper(scope: Construct, { tables }: Data, around: Surroundings): LambdaFunction {
  const blocks = [tables.openBlocks, tables.restrictedBlocks];
  const sweep = makeFunction(
    scope,
    {
      entry: 'sweep',
      handler: 'handler',
      name: 'sweep',
      description: 'Removes blocks that no edition names',
      memorySize: 3008,
      timeout: Duration.minutes(15),
      environment: {},
      grants: [
        ...blocks.flatMap((table) => tableGrant(table, ['Scan', 'GetItem', 'BatchGetItem', 'DeleteItem'])),
        ...tableGrant(tables.items, ['GetItem', 'Query'], [...editionLinesOf(), ...creditEditions]),
      ],
    },
    around,
  );
  callOnSchedule(scope, sweep, {
    schedule: Schedule.cron({ hour: '19', minute: '30' }),
    description: 'Every day at 03:30 in Asia/Shanghai',
    madeUpFor: 'What is not swept today is swept tomorrow, and costs cents until then',
  });
  return sweep;
}
