import { Duration, Size } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { FunctionOptions } from 'aws-cdk-lib/aws-lambda';
import type { Data } from '../data-stack.ts';
import { bucketGrant, tableGrant } from '../grants.ts';
import { creditBlocks, creditEditions, editionLinesOf, pendingLeaves, restrictedClasses } from '../leading-keys.ts';
import type { PublicationStep } from '../publication-machine.ts';

/** What is particular to the function of a step. */
export interface StepParts extends Pick<FunctionOptions, 'memorySize' | 'timeout' | 'ephemeralStorageSize'> {
  readonly description: string;
  readonly grants: readonly PolicyStatement[];
}

/** As much as a new account is given. */
const largest = { memorySize: 3008, timeout: Duration.minutes(15) };
const sorting = { ...largest, ephemeralStorageSize: Size.gibibytes(4) };

/** Rights by what they are for. */
function rights({ tables, shared }: Data) {
  const source = bucketGrant(shared.source, ['GetObject', 'GetObjectVersion'], 'incoming/*');
  const work = bucketGrant(shared.work, ['GetObject', 'PutObject']);
  const report = bucketGrant(shared.report, ['PutObject']);
  const restricted = tables.restrictedBlocks;
  const reads = [
    ...tableGrant(tables.openBlocks, ['GetItem', 'BatchGetItem']),
    ...tableGrant(restricted, ['GetItem', 'BatchGetItem'], restrictedClasses),
  ];
  const writes = [
    ...tableGrant(tables.openBlocks, ['PutItem', 'BatchWriteItem']),
    ...tableGrant(restricted, ['PutItem', 'BatchWriteItem'], restrictedClasses),
  ];
  const credit = [
    ...tableGrant(restricted, ['GetItem', 'BatchGetItem', 'PutItem', 'BatchWriteItem'], creditBlocks),
    ...tableGrant(tables.items, ['Query', 'PutItem'], creditEditions),
  ];
  const lines = editionLinesOf();
  const editions = tableGrant(tables.items, ['GetItem', 'Query'], lines);
  const moves = [
    ...tableGrant(tables.items, ['PutItem', 'ConditionCheckItem'], lines),
    ...tableGrant(tables.items, ['PutItem'], pendingLeaves),
  ];
  return { source, work, report, reads, writes, editions, moves, credit };
}

/** The function of every step: what it may do is what it does. */
export function stepParts(data: Data): Readonly<Record<PublicationStep, StepParts>> {
  const { source, work, report, reads, writes, editions, moves, credit } = rights(data);
  return {
    plan: {
      ...largest,
      description: 'Reads an upload once and cuts it into parts',
      grants: [...source, ...work, ...report, ...editions],
    },
    whole: {
      ...sorting,
      description: 'Publishes a small upload at once',
      grants: [...source, ...work, ...report, ...reads, ...writes, ...editions, ...moves, ...credit],
    },
    parse: { ...largest, description: 'Parses and sorts a part', grants: work },
    settle: {
      ...largest,
      description: 'Puts the tallies of all parts together and cuts the keys into ranges',
      grants: [...work, ...report, ...reads, ...writes, ...editions],
    },
    merge: { ...sorting, description: 'Decides the codes of a range', grants: [...work, ...reads, ...editions] },
    arrange: { ...largest, description: 'Cuts the changes of every tree into tasks', grants: work },
    build: { ...largest, description: 'Builds the leaves of a part of a tree', grants: [...work, ...reads, ...writes] },
    join: {
      ...largest,
      description: 'Joins all parts and moves the editions',
      grants: [...work, ...report, ...reads, ...writes, ...editions, ...moves],
    },
    fail: {
      description: 'Reports that a publication was given up',
      grants: [...work, ...report, ...editions, ...tableGrant(data.tables.items, ['Query'], creditEditions)],
    },
  };
}
