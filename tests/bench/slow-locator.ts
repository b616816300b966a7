import { boundingBox } from '../../schema/geometry/bounding-box.ts';
import type { MultiPolygon, Ring } from '../../schema/geometry/multi-polygon.ts';

/**
 * Which grid holds a point, by another way than the service's: all boxes in a row, and whole numbers without bound. The
 * point is moved east by 2^-60 units and north by 2^-120, so it lies on no edge, and no rule for edges is needed.
 */
export function slowLocator(geometries: ReadonlyMap<string, MultiPolygon>): (x: number, y: number) => string | null {
  const keys = [...geometries.keys()];
  const shapes = [...geometries.values()];
  const boxes = shapes.map(boundingBox);
  return (x, y) => {
    const place = boxes.findIndex(
      ({ west, south, east, north }, at) =>
        x >= west && x <= east && y >= south && y <= north && holds(shapes[at] ?? [], x, y),
    );
    return keys[place] ?? null;
  };
}

const unit = 2n ** 120n;
const east = 2n ** 60n;
const north = 1n;

function holds(geometry: MultiPolygon, x: number, y: number): boolean {
  const point = [BigInt(x) * unit + east, BigInt(y) * unit + north] as const;
  const crossings = geometry.flat().reduce((sum, ring) => sum + crossingsOf(ring, y, point), 0);
  return crossings % 2 === 1;
}

/** Edges that the ray from the moved point to the east meets; an edge is looked at only where it can span the latitude. */
function crossingsOf(ring: Ring, y: number, [px, py]: readonly [bigint, bigint]): number {
  let crossings = 0;
  for (let place = 0; place < ring.length; place += 2) {
    const next = (place + 2) % ring.length;
    const [ay, by] = [ring[place + 1] ?? 0, ring[next + 1] ?? 0];
    if (Math.max(ay, by) < y || Math.min(ay, by) > y) continue;
    const [fromX, fromY] = [BigInt(ring[place] ?? 0) * unit, BigInt(ay) * unit];
    const [toX, toY] = [BigInt(ring[next] ?? 0) * unit, BigInt(by) * unit];
    if (fromY > py === toY > py) continue;
    // where the edge meets the latitude, times its rise, compared with the point
    const rise = toY - fromY;
    const ahead = (fromX - px) * rise + (py - fromY) * (toX - fromX);
    if (rise > 0n ? ahead > 0n : ahead < 0n) crossings += 1;
  }
  return crossings;
}
