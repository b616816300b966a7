import fc from 'fast-check';
import { UNITS_PER_DEGREE } from '../../schema/geometry/coordinates.ts';
import { canonical, type MultiPolygon, type Ring } from '../../schema/geometry/multi-polygon.ts';

/** Where a generated shape lies and how large it is, units. */
interface Frame {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

const frames: fc.Arbitrary<Frame> = fc.record({
  x: fc.integer({ min: -170 * UNITS_PER_DEGREE, max: 170 * UNITS_PER_DEGREE }),
  y: fc.integer({ min: -80 * UNITS_PER_DEGREE, max: 80 * UNITS_PER_DEGREE }),
  radius: fc.integer({ min: 1_000, max: 5_000_000 }),
});

const spokes = fc.array(fc.double({ min: 0.6, max: 1, noNaN: true }), { minLength: 5, maxLength: 40 });

/** Stars of 5 to 40 corners, some with a hole, some with a second part beside them: always valid, in canonical form. */
export const geometries: fc.Arbitrary<MultiPolygon> = fc
  .record({ frame: frames, outer: spokes, hole: fc.option(spokes), second: fc.option(spokes) })
  .map(({ frame, outer, hole, second }) => {
    const first = [star(frame, outer)];
    if (hole) first.push(star({ ...frame, radius: frame.radius / 4 }, hole));
    const beside = { ...frame, x: frame.x + 3 * frame.radius };
    return canonical(second ? [first, [star(beside, second)]] : [first]);
  });

/** Stars of some hundred metres around one place near the equator, so that two of them mostly overlap. */
export const neighbours: fc.Arbitrary<MultiPolygon> = fc
  .record({ x: fc.integer({ min: 0, max: 40_000 }), y: fc.integer({ min: 0, max: 40_000 }), outer: spokes })
  .map(({ x, y, outer }) => canonical([[star({ x, y, radius: 30_000 }, outer)]]));

/** The geometry as GeoJSON coordinates of a MultiPolygon, degrees. */
export function coordinatesOf(multiPolygon: MultiPolygon): number[][][][] {
  return multiPolygon.map((polygon) => polygon.map(closedPositions));
}

function closedPositions(ring: Ring): number[][] {
  const positions: number[][] = [];
  for (let i = 0; i <= ring.length; i += 2) {
    const at = i % ring.length;
    positions.push([(ring[at] ?? 0) / UNITS_PER_DEGREE, (ring[at + 1] ?? 0) / UNITS_PER_DEGREE]);
  }
  return positions;
}

function star({ x, y, radius }: Frame, lengths: readonly number[]): Ring {
  return Int32Array.from(
    lengths.flatMap((length, i) => {
      const angle = (2 * Math.PI * i) / lengths.length;
      return [Math.round(x + radius * length * Math.cos(angle)), Math.round(y + radius * length * Math.sin(angle))];
    }),
  );
}
