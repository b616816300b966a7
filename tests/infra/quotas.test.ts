import { expect, test } from 'vitest';
import { resourcesOf, synthesised } from '../harness/made-app.ts';

/** Quotas that AWS enforces and the emulator does not. */
const app = synthesised('prod');
const functions = resourcesOf(app, 'AWS::Lambda::Function').map(({ Properties }) => Properties);
const [machine] = resourcesOf(app, 'AWS::StepFunctions::StateMachine').map(({ Properties }) => Properties);

/** The definition as it is deployed: what is known later stands as `x`. */
function definition(): { readonly States: { readonly [name: string]: State }; readonly TimeoutSeconds: number } {
  const [, parts] = (machine?.DefinitionString as { 'Fn::Join': [string, unknown[]] })['Fn::Join'];
  return JSON.parse(parts.map((part) => (typeof part === 'string' ? part : 'x')).join(''));
}

interface State {
  readonly Type: string;
  readonly [field: string]: unknown;
}

test("functions stay within 15 minutes, 10,240 MB of memory and of disk, and a new account's 3,008", () => {
  for (const { FunctionName, Timeout, MemorySize, EphemeralStorage } of functions) {
    const { Size = 512 } = (EphemeralStorage ?? {}) as { readonly Size?: number };
    expect([FunctionName, Number(Timeout) <= 900, Number(MemorySize) <= 3008, Size <= 10_240]).toEqual([
      FunctionName,
      true,
      true,
      true,
    ]);
  }
  const sorting = functions
    .filter(({ EphemeralStorage }) => EphemeralStorage !== undefined)
    .map(({ FunctionName }) => FunctionName);
  expect(sorting.sort()).toEqual(['basegrid-prod-publish-merge', 'basegrid-prod-publish-whole']);
});

test('what is set aside leaves an account of 1,000 the hundred that AWS wants unreserved', () => {
  const reserved = functions.map(({ ReservedConcurrentExecutions }) => Number(ReservedConcurrentExecutions));
  expect(reserved.reduce((sum, calls) => sum + calls, 0)).toBeLessThanOrEqual(900);
});

test('the machine waits as long as its functions run, and maps start no more than may run at once', () => {
  const { States, TimeoutSeconds } = definition();
  expect(TimeoutSeconds).toBeGreaterThan(3600);
  const maps = Object.values(States).filter(({ Type }) => Type === 'Map');
  expect(maps).toHaveLength(3);
  for (const map of maps) {
    const { StartAt, States: items } = map.ItemProcessor as {
      readonly StartAt: string;
      readonly States: { readonly [name: string]: State };
    };
    const reserved = functions.find(({ FunctionName }) => FunctionName === `basegrid-prod-publish-${StartAt}`);
    expect(map.MaxConcurrency).toBe(reserved?.ReservedConcurrentExecutions);
    expect(items[StartAt]?.TimeoutSeconds).toBe(reserved?.Timeout);
  }
});

test('a failed part fails its map; parts are read from the state itself, and nothing comes back of them', () => {
  for (const map of Object.values(definition().States).filter(({ Type }) => Type === 'Map')) {
    for (const field of [
      'ToleratedFailurePercentage',
      'ToleratedFailureCount',
      'ItemReader',
      'ResultWriter',
      'ItemBatcher',
    ])
      expect(map).not.toHaveProperty(field);
    expect(map.ResultPath).toBeNull(); // answers of items are dropped, or they had to fit into 256 KB together
  }
});

test('numbers of all parts of the largest upload fit into the 256 KB that go from state to state', () => {
  // An upload that unfolds to 100 GB; a part has 64 MiB, a range and a task 256,000 rows.
  const parts = Math.ceil(100_000 / 64);
  const numbers = (count: number) => Array.from({ length: count }, (_, at) => at);
  const tasks = numbers(288 * 25); // 24 at a million rows, 288 at twelve million: room for three hundred million
  const data = {
    upload: 'x'.repeat(2_048),
    plan: { path: 'parts', parts: numbers(parts) },
    settled: { ranges: numbers(parts * 3) },
    arranged: { tasks },
  };
  expect(JSON.stringify(data).length).toBeLessThan(256 * 1024);
});
