/**
 * Randomness without state: every draw is a hash of the seed and of what is drawn, so that any row of the sample can be
 * made at any time, alone, and two editions agree about what they share. The mixing function is the 32-bit finaliser of
 * MurmurHash3 (Austin Appleby, public domain): integer arithmetic only, hence the same bytes on every machine.
 */

/** One number for each thing that is drawn, so that no two draws are correlated. */
export const streams = {
  vertexLongitude: 1,
  vertexLatitude: 2,
  edgePoint: 3,
  edgeOffset: 4,
  island: 5,
  gridCount: 6,
  gridSize: 7,
  gridRow: 8,
  gridRevision: 9,
  gridWorker: 10,
  placeWeight: 11,
  building: 12,
  buildingSize: 13,
  buildingName: 14,
  buildingDates: 15,
  buildingLongitude: 16,
  buildingLatitude: 17,
  buildingRevision: 18,
  house: 19,
  houseOwner: 20,
  houseRevision: 21,
  houseEvent: 22,
  houseCorrection: 23,
  entitySite: 24,
  entityKind: 25,
  entity: 26,
  entityName: 27,
  entityPerson: 28,
  entityDates: 29,
  entityRevision: 30,
  credit: 31,
} as const;

/** A number of `streams`. */
export type Stream = (typeof streams)[keyof typeof streams];

/** Folds a safe integer into the 32-bit word that `draw` takes as its seed. */
export function seedWord(seed: number): number {
  return mix(mix(seed | 0) ^ Math.floor(seed / 4294967296));
}

/** An evenly distributed integer in [0, 2^32), the same for the same arguments for ever. */
export function draw(seed: number, stream: Stream, index: number, part = 0): number {
  const streamed = mix(seed ^ Math.imul(stream, 0x9e3779b1));
  const indexed = mix(streamed ^ Math.imul(index | 0, 0x85ebca77));
  return mix(indexed ^ Math.imul(part, 0xc2b2ae3d)) >>> 0;
}

/** Scales a draw to an integer in [0, limit). */
export function below(drawn: number, limit: number): number {
  return Math.floor((drawn / 4294967296) * limit);
}

/** The element of a non-empty list that a draw points at. */
export function pick<T>(list: readonly [T, ...T[]], drawn: number): T {
  return list[drawn % list.length] ?? list[0];
}

function mix(word: number): number {
  let mixed = word | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
