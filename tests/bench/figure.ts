/** What a figure has to reach: of its value or of its ratio, at least or at most so much. */
export interface Target {
  readonly of: 'value' | 'ratio';
  readonly least?: number;
  readonly most?: number;
}

/** One measured figure beside its peer. `ratio` = value / peerValue; NaN (null in JSON) where the peer is zero. */
export interface Figure {
  /** Benchmark, such as `publish`. */
  readonly name: string;
  readonly metric: string;
  readonly unit: string;
  readonly value: number;
  readonly peer: string;
  readonly peerValue: number;
  readonly ratio: number;
  /** Null: told for information. */
  readonly target: string | null;
  readonly reached: boolean | null;
}

/** Makes a figure and judges it. */
export function figure({
  target,
  ...about
}: Omit<Figure, 'ratio' | 'target' | 'reached'> & { readonly target?: Target }): Figure {
  const ratio = about.peerValue === 0 ? Number.NaN : about.value / about.peerValue;
  if (target === undefined) return { ...about, ratio, target: null, reached: null };
  const { of, least = -Infinity, most = Infinity } = target;
  const measured = of === 'value' ? about.value : ratio;
  return { ...about, ratio, target: textOf(target), reached: measured >= least && measured <= most };
}

/** A figure beside a limit that it may not pass: `most` of a cost or `least` of a speed. */
export function limited(
  about: Pick<Figure, 'name' | 'metric' | 'unit' | 'value'>,
  limit: { readonly most: number } | { readonly least: number },
): Figure {
  const peerValue = 'most' in limit ? limit.most : limit.least;
  return figure({ ...about, peer: 'limit', peerValue, target: { of: 'value', ...limit } });
}

function textOf({ of, least, most }: Target): string {
  const bound = least === undefined ? `≤ ${grouped(most ?? Infinity)}` : `≥ ${grouped(least)}`;
  return of === 'value' ? bound : `${bound}x`;
}

function grouped(number: number): string {
  return number.toLocaleString('en', { maximumFractionDigits: 2 });
}
