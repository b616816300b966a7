import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Send } from '../../functions/store/dynamodb/operations.ts';

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
  /** The same way to send, metered. */
  metered(send: Send): Send;
  /** Meters what an SDK's client sends. */
  watch(client: DynamoDBClient): void;
}

/** Has the engine tell with every answer what the request consumed, indexes included, and adds it up. */
export function meter(): Meter {
  let [reads, writes] = [0, 0];
  const add = (operation: string, output: unknown) => {
    const units = unitsOf(output, operation);
    if (/Put|Update|Delete|Write/.test(operation)) writes += units;
    else reads += units;
  };
  return {
    used: () => ({ reads, writes }),
    metered: (send) => async (operation, input) => {
      if (!consumes(operation)) return send(operation, input);
      const answer = await send(operation, { ...input, ReturnConsumedCapacity: 'TOTAL' });
      add(operation, answer);
      return answer;
    },
    watch: (client) => watch(client, add),
  };
}

/** Others than operations on items (tables made and looked at) consume nothing. */
function consumes(operation: string): boolean {
  return /Item|Query|Scan/.test(operation);
}

function watch(client: DynamoDBClient, add: (operation: string, output: unknown) => void): void {
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (of) => {
        if (!consumes(commandName)) return next(of);
        const told = await next({ ...of, input: { ...of.input, ReturnConsumedCapacity: 'TOTAL' } as typeof of.input });
        add(commandName, told.output);
        return told;
      },
    { step: 'initialize' },
  );
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
