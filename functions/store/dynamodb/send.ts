import type { CancellationReason } from '@aws-sdk/client-dynamodb';
import type { AwsCaller, AwsService } from '../aws-caller.ts';
import { AwsFailure } from '../aws-failure.ts';
import type { Item } from './attributes.ts';
import type { Send } from './operations.ts';

/** DynamoDB as a service that takes JSON. */
export const dynamodbService: AwsService = {
  name: 'dynamodb',
  target: 'DynamoDB_20120810',
  contentType: 'application/x-amz-json-1.0',
  client: async (options) => {
    const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
    return new DynamoDBClient(options) as never;
  },
};

/** Sends items of texts, numbers, sets of texts and bytes. In JSON they are what the SDK has, but for bytes, which are base64. */
export function sendOf({ call }: Pick<AwsCaller, 'call'>): Send {
  return async (operation, input) => {
    const body =
      operation.includes('Write') || operation === 'PutItem'
        ? JSON.stringify(input, bytesAsText)
        : JSON.stringify(input);
    const answer = JSON.parse(await call(operation, body));
    for (const item of itemsOf(answer)) decodeBytes(item);
    return answer;
  };
}

/** Parts of answers, and of failures, that hold items. */
interface Holding {
  readonly Item?: Item;
  readonly Attributes?: Item;
  readonly Items?: readonly Item[];
  readonly Responses?: Readonly<Record<string, readonly Item[]>>;
  readonly CancellationReasons?: readonly CancellationReason[];
}

/** What a condition that was false tells of what stands there, where it was asked to. */
export type Refusal = Pick<Holding, 'Item' | 'CancellationReasons'>;

/** What a failure of this name tells; null where `error` is another. */
export function refusal(
  error: unknown,
  name:
    | 'ConditionalCheckFailedException'
    | 'TransactionCanceledException'
    | 'ResourceInUseException'
    | 'ResourceNotFoundException',
): Refusal | null {
  if (!(error instanceof AwsFailure) || error.name !== name) return null;
  const told = error.told as Refusal;
  for (const item of itemsOf(told)) decodeBytes(item);
  return told;
}

function* itemsOf(holding: Holding): Generator<Item> {
  if (holding.Item !== undefined) yield holding.Item;
  if (holding.Attributes !== undefined) yield holding.Attributes;
  if (holding.Items !== undefined) yield* holding.Items;
  for (const table in holding.Responses) yield* holding.Responses[table] ?? [];
  for (const { Item } of holding.CancellationReasons ?? []) if (Item != null) yield Item;
}

function decodeBytes(item: Item): void {
  for (const name in item) {
    const text: unknown = item[name]?.B;
    if (typeof text === 'string') item[name] = { B: Buffer.from(text, 'base64') };
  }
}

/** Asked for what stands in the object, as a Buffer has turned itself into something else before it comes here as `value`. */
function bytesAsText(this: Readonly<Record<string, unknown>>, name: string, value: unknown): unknown {
  const bytes = this[name];
  return bytes instanceof Uint8Array
    ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
    : value;
}
