import type * as sdk from '@aws-sdk/client-dynamodb';

/** The operations that we send, with the SDK's types: what they take and what they answer, as DynamoDB writes it in JSON. */
interface Operations {
  readonly GetItem: (input: sdk.GetItemInput) => sdk.GetItemOutput;
  readonly BatchGetItem: (input: sdk.BatchGetItemInput) => sdk.BatchGetItemOutput;
  readonly Query: (input: sdk.QueryInput) => sdk.QueryOutput;
  readonly Scan: (input: sdk.ScanInput) => sdk.ScanOutput;
  readonly PutItem: (input: sdk.PutItemInput) => sdk.PutItemOutput;
  readonly UpdateItem: (input: sdk.UpdateItemInput) => sdk.UpdateItemOutput;
  readonly DeleteItem: (input: sdk.DeleteItemInput) => sdk.DeleteItemOutput;
  readonly BatchWriteItem: (input: sdk.BatchWriteItemInput) => sdk.BatchWriteItemOutput;
  readonly TransactWriteItems: (input: sdk.TransactWriteItemsInput) => sdk.TransactWriteItemsOutput;
  readonly CreateTable: (input: sdk.CreateTableInput) => unknown;
  readonly DescribeTable: (input: sdk.DescribeTableInput) => {
    readonly Table?: Pick<sdk.TableDescription, 'TableStatus'>;
  };
}

/** Sends one request, and reads its answer. Fails as the SDK does, with a name and the status of the answer (aws-failure.ts). */
export type Send = <Name extends keyof Operations>(
  operation: Name,
  input: Parameters<Operations[Name]>[0],
) => Promise<ReturnType<Operations[Name]>>;
