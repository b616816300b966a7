/** Milliseconds since 1970-01-01T00:00:00Z; an argument wherever time matters. */
export type Clock = () => number;

/** The machine's own clock. */
export const systemClock: Clock = Date.now;

/** A clock that stands at `start` (milliseconds since 1970) now and ticks on with `clock`. */
export function clockFrom(start: number, clock: Clock = systemClock): Clock {
  const offset = start - clock();
  return () => clock() + offset;
}
