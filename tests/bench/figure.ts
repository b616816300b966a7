/** One measured figure beside its peer. `ratio` = value / peerValue. */
export interface Figure {
  /** Benchmark, such as `publish`. */
  readonly name: string;
  readonly metric: string;
  readonly unit: string;
  readonly value: number;
  readonly peer: string;
  readonly peerValue: number;
  readonly ratio: number;
}

/** Makes a figure; a peer of zero has no ratio. */
export function figure(about: Omit<Figure, 'ratio'>): Figure {
  return { ...about, ratio: about.peerValue === 0 ? Number.NaN : about.value / about.peerValue };
}

/** The middle of some measurements. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Milliseconds of each of `runs` calls, after `warmUps` that do not count. */
export async function timeRuns(runs: number, warmUps: number, call: (run: number) => Promise<unknown> | unknown): Promise<number[]> {
  for (let run = 0; run < warmUps; run += 1) await call(run);
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const from = performance.now();
    await call(warmUps + run);
    times.push(performance.now() - from);
  }
  return times;
}
