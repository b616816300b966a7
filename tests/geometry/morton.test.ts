import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Box } from '../../schema/geometry/bounding-box.ts';
import { mortonCode, mortonRanges } from '../../schema/geometry/morton.ts';

const xs = fc.integer({ min: -180e7, max: 180e7 });
const ys = fc.integer({ min: -90e7, max: 90e7 });

/** Bit by bit. */
function slowCode(x: number, y: number): string {
  const [column, row] = [BigInt(x + 180e7), BigInt(y + 90e7)];
  let code = 0n;
  for (let bit = 31n; bit >= 0n; bit--) code = (code << 2n) | (((row >> bit) & 1n) << 1n) | ((column >> bit) & 1n);
  return code.toString(16).padStart(16, '0');
}

function boxAround(x: number, y: number, size: number): Box {
  return {
    west: Math.max(-180e7, x - size),
    south: Math.max(-90e7, y - size),
    east: Math.min(180e7, x + 2 * size),
    north: Math.min(90e7, y + size),
  };
}

test('mortonCode() takes turns between the bits of latitude and longitude', () => {
  expect(mortonCode(-180e7, -90e7)).toBe('0000000000000000');
  expect(mortonCode(-180e7 + 1, -90e7)).toBe('0000000000000001');
  expect(mortonCode(-180e7, -90e7 + 1)).toBe('0000000000000002');
  fc.assert(
    fc.property(xs, ys, (x, y) => mortonCode(x, y) === slowCode(x, y)),
    { seed: 91, numRuns: 10_000 },
  );
});

test('mortonRanges() hold every point of the box, rise, lie apart and are no more than asked for', () => {
  fc.assert(
    fc.property(
      xs,
      ys,
      fc.integer({ min: 0, max: 50_000_000 }),
      fc.integer({ min: 1, max: 40 }),
      fc.nat(),
      (x, y, size, most, pick) => {
        const box = boxAround(x, y, size);
        const ranges = mortonRanges(box, most);
        expect(ranges.length).toBeGreaterThan(0);
        expect(ranges.length).toBeLessThanOrEqual(most);
        const bounds = ranges.flatMap(({ from, to }) => [from, to]);
        expect(bounds).toEqual([...bounds].sort());
        const inX = box.west + (pick % (box.east - box.west + 1));
        const inY = box.south + ((pick * 31) % (box.north - box.south + 1));
        for (const [px, py] of [
          [inX, inY],
          [box.west, box.south],
          [box.east, box.north],
          [box.west, box.north],
        ] as const) {
          const code = mortonCode(px, py);
          expect(ranges.some(({ from, to }) => from <= code && code <= to)).toBe(true);
        }
      },
    ),
    { seed: 92, numRuns: 1_000 },
  );
});

test('mortonRanges() of a city box cover less than three times its area with 16 ranges', () => {
  const box = { west: 1_140_500_000, south: 225_400_000, east: 1_140_600_000, north: 225_500_000 };
  const covered = mortonRanges(box, 16).reduce(
    (sum, { from, to }) => sum + Number(BigInt(`0x${to}`) - BigInt(`0x${from}`)),
    0,
  );
  expect(covered).toBeLessThan(3 * 100_000 * 100_000);
});

test('mortonRanges() of a box across the antimeridian hold both of its sides', () => {
  const ranges = mortonRanges({ west: 179e7, south: 0, east: -179e7, north: 1e7 }, 8);
  const holds = (x: number) =>
    ranges.some(({ from, to }) => from <= mortonCode(x, 5_000) && mortonCode(x, 5_000) <= to);
  expect([179.5e7, -179.5e7, 0].map(holds)).toEqual([true, true, false]);
});

test('mortonRanges() of the whole earth is soon done', () => {
  expect(mortonRanges({ west: -180e7, south: -90e7, east: 180e7, north: 90e7 }, 4).length).toBeLessThanOrEqual(4);
});
