import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Ask } from '../../functions/store/dynamodb/ask.ts';

/** Capacity units as DynamoDB bills them. */
export interface Capacity {
  /** Each 4 KB that must be the newest, or 8 KB that need not. */
  readonly reads: number;
  /** Each KB; within a transaction half of it. */
  readonly writes: number;
}

/** What requests have consumed so far. */
export interface Meter {
  used(): Capacity;
  /** The same short way to read, metered with the client. */
  metered(ask: Ask): Ask;
}

/** Has the engine tell with every answer to `client` what the request consumed, indexes included, and adds it up. */
export function meter(client: DynamoDBClient): Meter {
  let [reads, writes] = [0, 0];
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (of) => {
        // Others than those of items (tables made and looked at) consume nothing.
        if (!/Item|Query|Scan/.test(commandName)) return next(of);
        const told = await next({ ...of, input: { ...of.input, ReturnConsumedCapacity: 'TOTAL' } as typeof of.input });
        const units = unitsOf(told.output, commandName);
        if (/Put|Update|Delete|Write/.test(commandName)) writes += units;
        else reads += units;
        return told;
      },
    { step: 'initialize' },
  );
  const metered =
    (ask: Ask): Ask =>
    async (operation, input) => {
      const answer = await ask(operation, { ...input, ReturnConsumedCapacity: 'TOTAL' });
      reads += unitsOf(answer, operation);
      return answer;
    };
  return { used: () => ({ reads, writes }), metered };
}

/** What was consumed between two readings of a meter. */
export function consumedSince(before: Capacity, { used }: Meter): Capacity {
  const now = used();
  return { reads: now.reads - before.reads, writes: now.writes - before.writes };
}

function unitsOf(output: unknown, command: string): number {
  const { ConsumedCapacity: told } = output as { ConsumedCapacity?: unknown };
  if (told === undefined) throw new Error(`Cannot meter ${command}: the engine must tell its ConsumedCapacity`);
  return [told]
    .flat()
    .reduce<number>((sum, table) => sum + ((table as { CapacityUnits?: number }).CapacityUnits ?? 0), 0);
}
