import { builder } from '../builder.ts';
import { toDegrees, type Point as Units } from '../geometry/coordinates.ts';
import { fromWgs84, type ReferenceSystem } from '../geometry/reference-systems.ts';
import { Crs } from './enums.ts';

/** A point as it is shown. */
export interface ShownPoint {
  readonly lon: number;
  readonly lat: number;
  readonly crs: ReferenceSystem;
}

/** A point of the answer. */
export const Point = builder.objectRef<ShownPoint>('Point').implement({
  description: 'A point, in degrees.',
  fields: (t) => ({
    lon: t.exposeFloat('lon', { nullable: false, description: 'Longitude.' }),
    lat: t.exposeFloat('lat', { nullable: false, description: 'Latitude.' }),
    crs: t.expose('crs', { type: Crs, nullable: false, description: 'Reference system of the coordinates.' }),
  }),
});

/** Argument of fields that show coordinates. */
export const crsArgument = builder.args((t) => ({
  crs: t.field({ type: Crs, defaultValue: 'WGS84', description: 'Reference system of the coordinates.' }),
}));

/** A register's point in a reference system; seven decimals, as the register keeps it. */
export function showPoint([x, y]: Units, crs: ReferenceSystem | null | undefined): ShownPoint {
  const system = crs ?? 'WGS84';
  const [lon, lat] = fromWgs84([toDegrees(x), toDegrees(y)], system);
  return { lon, lat, crs: system };
}
