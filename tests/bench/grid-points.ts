import type { Point } from '../../schema/geometry/coordinates.ts';
import type { MultiPolygon } from '../../schema/geometry/multi-polygon.ts';
import { generator } from '../geometry/synthetic-partition.ts';

/** Points of a partition: half of them anywhere in it, the others on corners and on the middles of edges. */
export function gridPoints(geometries: readonly MultiPolygon[], count: number, seed: number): readonly Point[] {
  const random = generator(seed);
  const below = (bound: number) => Math.floor(random() * bound);
  return Array.from({ length: count }, (_, number): Point => {
    const ring = geometries[below(geometries.length)]?.[0]?.[0] ?? new Int32Array(0);
    const corner = below(ring.length / 2) * 2;
    const next = (corner + 2) % ring.length;
    const [x, y] = [ring[corner] ?? 0, ring[corner + 1] ?? 0];
    if (number % 4 === 0) return [x, y];
    const [toX, toY] = [ring[next] ?? 0, ring[next + 1] ?? 0];
    if (number % 4 === 1) return [Math.round((x + toX) / 2), Math.round((y + toY) / 2)];
    return [x + below(40_000) - 20_000, y + below(40_000) - 20_000];
  });
}
