import { UNITS_PER_DEGREE } from './coordinates.ts';

/** WGS84: equatorial radius in metres and flattening (NIMA TR8350.2, table 3.1). */
const EQUATORIAL_RADIUS = 6_378_137;
const FLATTENING = 1 / 298.257_223_563;
const ECCENTRICITY_SQUARED = FLATTENING * (2 - FLATTENING);
const ECCENTRICITY = Math.sqrt(ECCENTRICITY_SQUARED);
const POLAR_RADIUS_SQUARED = EQUATORIAL_RADIUS ** 2 * (1 - ECCENTRICITY_SQUARED);

/** Radians in one unit of 1e-7 degrees. */
export const RADIANS_PER_UNIT = Math.PI / 180 / UNITS_PER_DEGREE;

/** Metres that one unit of longitude and one unit of latitude measure at latitude `y` (units). */
export function metresPerUnit(y: number): { readonly east: number; readonly north: number } {
  const sine = Math.sin(y * RADIANS_PER_UNIT);
  const root = Math.sqrt(1 - ECCENTRICITY_SQUARED * sine * sine);
  const primeVertical = EQUATORIAL_RADIUS / root;
  const meridian = (EQUATORIAL_RADIUS * (1 - ECCENTRICITY_SQUARED)) / root ** 3;
  return {
    east: primeVertical * Math.cos(y * RADIANS_PER_UNIT) * RADIANS_PER_UNIT,
    north: meridian * RADIANS_PER_UNIT,
  };
}

/** Square metres of one square unit at latitude `y` (units). */
export function squareMetresPerUnit(y: number): number {
  const { east, north } = metresPerUnit(y);
  return east * north;
}

/**
 * Square metres between the equator and latitude `y` (units), for one radian of longitude
 * (Snyder, Map Projections: A Working Manual, equation 3-12, times half the squared equatorial radius).
 */
export function zoneArea(y: number): number {
  const sine = Math.sin(y * RADIANS_PER_UNIT);
  const authalic = sine / (1 - ECCENTRICITY_SQUARED * sine * sine) + Math.atanh(ECCENTRICITY * sine) / ECCENTRICITY;
  return (POLAR_RADIUS_SQUARED / 2) * authalic;
}
