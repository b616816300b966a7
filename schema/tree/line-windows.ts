import type { Operation } from './entry.ts';
import { assertAscending } from './key.ts';
import type { LineOperation } from './level-merge.ts';
import { rowLine } from './line.ts';

/** Writes the rows of operations, which must rise strictly. */
export async function* lineWindows(
  batches: AsyncIterable<readonly Operation[]>,
): AsyncGenerator<readonly LineOperation[]> {
  let previous: string | null = null;
  for await (const batch of batches) {
    yield batch.map((operation) => {
      assertOperation(previous, operation);
      previous = operation[0];
      return { key: operation[0], line: operation[1] === null ? null : rowLine(operation[1]) };
    });
  }
}

/** Refuses an operation that does not come after `previous`, or that puts another key than its own. */
export function assertOperation(previous: string | null, operation: Operation): void {
  const key = operation[0];
  const entry = operation[1];
  assertAscending(previous, key);
  if (entry !== null && entry[0] !== key)
    throw new RangeError(`Cannot put key "${entry[0]}": operation is for "${key}"`);
}
