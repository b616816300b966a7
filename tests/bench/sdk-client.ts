import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Endpoint } from '../../functions/platform/config.ts';
import { clientOptions } from '../../functions/store/aws-endpoint.ts';

/** The SDK's own client, set up as quick as we know: it reads base64 by Node, and copies no answers for a log that nobody keeps. */
export function sdkClient(endpoint: Endpoint): DynamoDBClient {
  const base64Decoder = (text: string) => Buffer.from(text, 'base64');
  const client = new DynamoDBClient({ ...clientOptions(endpoint), base64Decoder });
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}
