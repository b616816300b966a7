import type { MultiPolygon, Polygon, Ring } from './multi-polygon.ts';

/** The URL-safe alphabet of RFC 4648 section 5: printable, no quote, no backslash, so JSON holds it as it is. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUES = new Map([...ALPHABET].map((character, value) => [character.charCodeAt(0), value]));

/**
 * A geometry as text: counts of polygons, rings and points, then each point as the difference to the point before
 * it. Numbers are zigzag-coded and cut into five-bit digits, lowest first; the sixth bit says that more follow.
 */
export function encodeGeometry(multiPolygon: MultiPolygon): string {
  const digits: string[] = [];
  const last = [0, 0];
  writeNumber(digits, multiPolygon.length);
  for (const polygon of multiPolygon) {
    writeNumber(digits, polygon.length);
    for (const ring of polygon) {
      writeNumber(digits, ring.length / 2);
      for (let i = 0; i < ring.length; i++) {
        const value = ring[i] ?? 0;
        writeNumber(digits, zigzag(value - (last[i & 1] ?? 0)));
        last[i & 1] = value;
      }
    }
  }
  return digits.join('');
}

/** The geometry that `encodeGeometry` wrote. Throws on any other text. */
export function decodeGeometry(text: string): MultiPolygon {
  const reader = { text, at: 0, last: [0, 0] };
  const polygons: Polygon[] = [];
  for (let count = readCount(reader); count > 0; count--) {
    const rings: Ring[] = [];
    for (let ringCount = readCount(reader); ringCount > 0; ringCount--) rings.push(readRing(reader));
    polygons.push(rings);
  }
  if (reader.at !== text.length) throw malformed(reader, `must end there, has ${text.length - reader.at} more`);
  return polygons;
}

interface Reader {
  readonly text: string;
  at: number;
  readonly last: number[];
}

function readRing(reader: Reader): Ring {
  const ring = new Int32Array(2 * readCount(reader));
  for (let i = 0; i < ring.length; i++) {
    const value = (reader.last[i & 1] ?? 0) + unzigzag(readNumber(reader));
    ring[i] = value;
    if (ring[i] !== value) throw malformed(reader, `coordinate must be below 2^31, is ${value}`);
    reader.last[i & 1] = value;
  }
  return ring;
}

/** Every counted thing takes at least one character, so a greater count than what is left is a lie. */
function readCount(reader: Reader): number {
  const count = readNumber(reader);
  const left = reader.text.length - reader.at;
  if (count > left) throw malformed(reader, `count must be at most ${left}, is ${count}`);
  return count;
}

function readNumber(reader: Reader): number {
  let value = 0;
  for (let weight = 1; weight <= 2 ** 35; weight *= 32) {
    const digit = VALUES.get(reader.text.charCodeAt(reader.at));
    if (digit === undefined) throw malformed(reader, 'must be a digit of the alphabet');
    if (digit === 0 && weight > 1) throw malformed(reader, 'number must not end in a zero digit');
    reader.at++;
    value += (digit & 31) * weight;
    if (digit < 32) return value;
  }
  throw malformed(reader, 'number is too long');
}

/** Plain arithmetic, no bit operations: a difference of longitudes needs 33 bits. */
function writeNumber(digits: string[], value: number): void {
  let rest = value;
  while (rest >= 32) {
    digits.push(ALPHABET.charAt(32 + (rest % 32)));
    rest = Math.floor(rest / 32);
  }
  digits.push(ALPHABET.charAt(rest));
}

function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

function unzigzag(value: number): number {
  return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
}

function malformed({ text, at }: Reader, state: string): Error {
  return new Error(`Cannot decode geometry "${text.slice(0, 40)}" at character ${at}: ${state}`);
}
