import type { Endpoint } from '../../platform/config.ts';
import { awsCaller } from '../aws-caller.ts';
import type { Send } from './operations.ts';
import { patientPolicy, type RetryPolicy } from './retry.ts';
import { dynamodbService, sendOf } from './send.ts';
import { type TableNames, tableNames } from './tables.ts';

/** What every port on DynamoDB works with. */
export interface Connection {
  readonly send: Send;
  readonly close: () => void;
  readonly tables: TableNames;
  readonly retry: RetryPolicy;
}

/** Connects to the tables of `prefix`. Repeating is up to retry.ts: a request is sent once. */
export function connect(endpoint: Endpoint, prefix: string, retry: RetryPolicy = patientPolicy): Connection {
  const caller = awsCaller(dynamodbService, endpoint);
  return { send: sendOf(caller), close: caller.close, tables: tableNames(prefix), retry };
}
