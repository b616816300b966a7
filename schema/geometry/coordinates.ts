/** A register's coordinates are integers in this many parts of a degree: 1e-7 degrees, about 1.1 cm on the ground. */
export const UNITS_PER_DEGREE = 1e7;

/** A point in units of 1e-7 degrees, WGS84: east first, as in RFC 7946. Integers wherever a register holds them. */
export type Point = readonly [x: number, y: number];

/** Degrees to the nearest unit. */
export function toUnits(degrees: number): number {
  return Math.round(degrees * UNITS_PER_DEGREE);
}

/** Units to degrees; the nearest double, so that it prints with at most seven decimals. */
export function toDegrees(units: number): number {
  return units / UNITS_PER_DEGREE;
}

/** Says why `lon`, `lat` (degrees) is no place on earth, or null when it is one. */
export function whyNotOnEarth(lon: unknown, lat: unknown): string | null {
  if (typeof lon !== 'number' || !Number.isFinite(lon)) return 'longitude must be a finite number';
  if (typeof lat !== 'number' || !Number.isFinite(lat)) return 'latitude must be a finite number';
  if (Math.abs(lon) > 180) return `longitude must be from -180 to 180, is ${lon}`;
  if (Math.abs(lat) > 90) return `latitude must be from -90 to 90, is ${lat} (order is longitude, latitude)`;
  return null;
}
