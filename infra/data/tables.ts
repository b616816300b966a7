import { AttributeType, Billing, TableEncryptionV2, type TablePropsV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { tableNames } from '../../functions/store/dynamodb/tables.ts';
import type { Config } from '../config.ts';
import type { Keys } from './keys.ts';

/** A table and the key that it lies under. */
export interface KeyedTable {
  readonly table: TableV2;
  readonly key: Key;
}

/** The tables of a deployment, as functions/store/dynamodb/tables.ts describes them. */
export interface Tables {
  readonly openBlocks: KeyedTable;
  readonly restrictedBlocks: KeyedTable;
  readonly items: KeyedTable;
}

/** Makes the tables: paid by request, restorable to any second of 35 days. */
export function makeTables(
  scope: Construct,
  prefix: string,
  given: { readonly keys: Keys; readonly config: Config },
): Tables {
  const { keys, config } = given;
  const names = tableNames(prefix);
  const make = (
    id: string,
    key: Key,
    own: Pick<TablePropsV2, 'tableName' | 'partitionKey' | 'sortKey' | 'timeToLiveAttribute'>,
  ) => ({
    key,
    table: new TableV2(scope, id, {
      ...own,
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.customerManagedKey(key),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: config.deletionProtection,
      removalPolicy: config.removal,
    }),
  });
  return {
    openBlocks: make('OpenBlocks', keys.open, { tableName: names.openBlocks, partitionKey: text('name') }),
    restrictedBlocks: make('RestrictedBlocks', keys.restricted, {
      tableName: names.restrictedBlocks,
      partitionKey: text('classAndName'),
    }),
    items: make('Items', keys.items, {
      tableName: names.items,
      partitionKey: text('pk'),
      sortKey: text('sk'),
      timeToLiveAttribute: 'expiresAt',
    }),
  };
}

function text(name: string) {
  return { name, type: AttributeType.STRING };
}
