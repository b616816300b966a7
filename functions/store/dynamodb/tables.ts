import type { CreateTableInput } from '@aws-sdk/client-dynamodb';
import type { Connection } from './connect.ts';
import { retried } from './retry.ts';
import { refusal } from './send.ts';

/** The tables of one deployment. Open and restricted blocks lie apart, so that a function's grant on one says nothing of the other. */
export interface TableNames {
  /** Key: `name`. */
  readonly openBlocks: string;
  /** Key: `classAndName`, such as `enterprise/5f2c…`, so that a grant can be limited to one class by its leading key. */
  readonly restrictedBlocks: string;
  /** Editions, publications, clients, limits. Keys: `pk`, `sk`; `expiresAt` (seconds) where an item may be forgotten. */
  readonly items: string;
}

/** The names of a deployment's tables. */
export function tableNames(prefix: string): TableNames {
  return {
    openBlocks: `${prefix}open-blocks`,
    restrictedBlocks: `${prefix}restricted-blocks`,
    items: `${prefix}items`,
  };
}

/** Creates what is missing and waits until all can be used: for local engines; a deployment's tables are its stack's. */
export async function createTables(connection: Connection): Promise<void> {
  const { openBlocks, restrictedBlocks, items } = connection.tables;
  await Promise.all([
    createTable(connection, openBlocks, ['name']),
    createTable(connection, restrictedBlocks, ['classAndName']),
    createTable(connection, items, ['pk', 'sk']),
  ]);
}

async function createTable(connection: Connection, name: string, keys: readonly string[]): Promise<void> {
  const { send, retry } = connection;
  const action = `create table "${name}"`;
  for (let attempt = 0; attempt < 100; attempt++) {
    const status = await retried(`look at table "${name}"`, retry, () => statusOf(connection, name));
    if (status === 'ACTIVE') return;
    if (status === null) await retried(action, retry, () => send('CreateTable', definition(name, keys)).catch(inUse));
    await retry.sleep(retry.capMilliseconds / 10);
  }
  throw new Error(`Cannot create table "${name}": it must become active within 100 looks`);
}

/** Null where there is no such table. */
async function statusOf({ send }: Connection, name: string): Promise<string | null> {
  try {
    const { Table } = await send('DescribeTable', { TableName: name });
    return Table?.TableStatus ?? '';
  } catch (error) {
    if (refusal(error, 'ResourceNotFoundException') !== null) return null;
    throw error;
  }
}

/** Another process was first. */
function inUse(error: unknown): void {
  if (refusal(error, 'ResourceInUseException') === null) throw error;
}

function definition(name: string, keys: readonly string[]): CreateTableInput {
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: keys.map((key) => ({ AttributeName: key, AttributeType: 'S' })),
    KeySchema: keys.map((key, index) => ({ AttributeName: key, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
  };
}
