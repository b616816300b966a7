/** What a tree may hold as a value: JSON, nothing else, so that one value has one form of bytes. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/**
 * One row of a register tree: `[key, from, to, value]`.
 *
 * `key`: characters U+0020 to U+007E only, so that comparing strings is comparing bytes; unique in a tree.
 * `from`, `to`: the half-open period of days (days since 1970-01-01) in which the row counts as live; `to` null is
 * for ever; an empty period (`from >= to`) is never live.
 */
export type Entry = readonly [key: string, from: number, to: number | null, value: Json];

/** A step of a merge: put `entry` at `key`, or remove what stands there. */
export type Operation = readonly [key: string, entry: Entry | null];

/** The beginning of every row, whatever form its value has. */
export type Dated = readonly [key: string, from: number, to: number | null, ...value: unknown[]];

/** True when a row is live on `day`. */
export function liveOn(row: Dated, day: number): boolean {
  // By place: taking an array apart steps an iterator.
  const to = row[2];
  return row[1] <= day && (to === null || day < to);
}
