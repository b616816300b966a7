/** Bands of floor area in m², lower bound included; the open stand-in for the exact area. */
export const floorAreaBands = [
  'UNDER_40',
  'FROM_40_TO_60',
  'FROM_60_TO_90',
  'FROM_90_TO_144',
  'FROM_144_TO_250',
  'FROM_250',
] as const;
export type FloorAreaBand = (typeof floorAreaBands)[number];

const upperBounds = [40, 60, 90, 144, 250];

/** The band that holds `squareMetres`; null stays null. */
export function floorAreaBandOf(squareMetres: number | null): FloorAreaBand | null {
  if (squareMetres === null) return null;
  const position = upperBounds.findIndex((bound) => squareMetres < bound);
  return floorAreaBands[position === -1 ? upperBounds.length : position] ?? null;
}
