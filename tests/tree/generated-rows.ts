import fc from 'fast-check';
import { keyHash } from '../../schema/tree/boundary.ts';
import type { Entry, Json, Operation } from '../../schema/tree/entry.ts';

/** Numbers in [0, 1) that depend on the seed only (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Which keys a register has: as registers have them, or as an adversary would choose them. */
export type KeyStyle = 'codes' | 'every key begins a block' | 'no key begins a block';

function isWanted(key: string, style: KeyStyle): boolean {
  if (style === 'codes') return true;
  const natural = keyHash(key, 0) >>> 25 === 0;
  if (style === 'every key begins a block') return natural;
  return !natural && [0, 1, 2].every((level) => keyHash(key, level) >>> 25 !== 0 && (keyHash(key, level) & 7) !== 0);
}

const universes = new Map<string, readonly string[]>();

/** The first `size` keys of a style, in order. */
export function universe(style: KeyStyle, size: number): readonly string[] {
  const known = universes.get(`${style} ${size}`);
  if (known !== undefined) return known;
  const keys: string[] = [];
  for (let number = 0; keys.length < size; number++) {
    const key = `4403040${String(number).padStart(9, '0')} 20${String(10 + (number % 13))}-01-01`;
    if (isWanted(key, style)) keys.push(key);
  }
  universes.set(`${style} ${size}`, keys);
  return keys;
}

function valueFrom(random: () => number): Json {
  const kind = random();
  if (kind < 0.001) return '界'.repeat(3_000 + Math.floor(random() * 3_000));
  if (kind < 0.005) return 'long '.repeat(1_000);
  if (kind < 0.01) return { b: null, a: [true, '中文'] };
  return [Math.floor(random() * 4), '福田区', kind < 0.5 ? null : 12.5];
}

/** A row with days between -50 and 110; half of them open-ended, some never live. */
export function rowFrom(key: string, random: () => number): Entry {
  const from = Math.floor(random() * 100) - 50;
  const kind = random();
  const to = kind < 0.5 ? null : kind < 0.6 ? from : from + 1 + Math.floor(random() * 60);
  return [key, from, to, valueFrom(random)];
}

/** What a law is tried on: keys and the seed that makes everything else. */
export interface Scenario {
  readonly seed: number;
  readonly style: KeyStyle;
  readonly keys: readonly string[];
  readonly rows: readonly Entry[];
}

/** Scenarios of up to `size` rows. */
export function scenarios(size: number): fc.Arbitrary<Scenario> {
  return fc
    .record({
      seed: fc.integer(),
      style: fc.constantFrom<KeyStyle>('codes', 'codes', 'every key begins a block', 'no key begins a block'),
      share: fc.constantFrom(0, 0.001, 0.02, 0.5, 0.9),
    })
    .map(({ seed, style, share }) => {
      const random = randomFrom(seed);
      const keys = universe(style, size);
      const rows = keys.filter(() => random() < share).map((key) => rowFrom(key, random));
      const name = JSON.stringify({ seed, style, share });
      return { seed, style, keys, rows, [fc.toStringMethod]: () => name };
    });
}

/** Puts, repeated puts and removals on some of the keys: scattered, in one stretch, or on all. */
export function operationsFrom(
  random: () => number,
  keys: readonly string[],
  rows: readonly Entry[],
): readonly Operation[] {
  const standing = new Map(rows.map((row) => [row[0], row]));
  const share = random() < 0.3 ? 1 : random() ** 4;
  const removed = random() < 0.2 ? 1 : random();
  const start = random() < 0.5 ? 0 : Math.floor(random() * keys.length);
  const end = start + (random() < 0.5 ? keys.length : Math.floor(random() * 500));
  return keys
    .slice(start, end)
    .filter(() => random() < share)
    .map((key) => {
      if (random() < removed) return [key, null];
      const same = random() < 0.2 ? standing.get(key) : undefined;
      return [key, same ?? rowFrom(key, random)];
    });
}

/** What the rows are after operations, the naive way. */
export function rowsAfter(rows: readonly Entry[], operations: readonly Operation[]): readonly Entry[] {
  const after = new Map(rows.map((row) => [row[0], row]));
  for (const [key, row] of operations) {
    if (row === null) after.delete(key);
    else after.set(key, row);
  }
  return [...after.values()].sort(([one], [other]) => (one < other ? -1 : 1));
}
