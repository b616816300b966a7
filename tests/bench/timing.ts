import { setImmediate as breathe } from 'node:timers/promises';

/** The middle of some measurements. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Milliseconds that one call takes. */
export async function timed(call: () => unknown): Promise<number> {
  const from = performance.now();
  await call();
  return performance.now() - from;
}

/** Somebody to be timed; what `before` prepares for a run is not. */
export interface Contender {
  readonly before?: () => unknown;
  readonly call: (run: number) => unknown;
}

/**
 * Median milliseconds of each contender. They take turns, so that whatever else the machine does meets all of them
 * alike; garbage is collected before each turn where Node allows it.
 */
export async function race<Name extends string>(
  contenders: Readonly<Record<Name, Contender>>,
  { runs, warmUps }: { readonly runs: number; readonly warmUps: number },
): Promise<Record<Name, number>> {
  const names = Object.keys(contenders) as Name[];
  const times = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let run = 0; run < warmUps + runs; run += 1) {
    for (const name of names) {
      const { before, call } = contenders[name];
      await before?.();
      globalThis.gc?.({ type: 'minor' });
      await breathe();
      const milliseconds = await timed(() => call(run));
      if (run >= warmUps) times.get(name)?.push(milliseconds);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times.get(name) ?? [])])) as Record<Name, number>;
}
