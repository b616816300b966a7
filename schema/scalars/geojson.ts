import { builder } from '../builder.ts';
import { inputError } from './input-error.ts';

/** A geometry as the caller wrote it, before it is parsed. */
export interface GeoJson {
  readonly type: unknown;
  readonly coordinates: unknown;
}

builder.scalarType('GeoJSON', {
  description: 'A geometry of GeoJSON (RFC 7946): an object with `type` and `coordinates`, longitude first.',
  serialize: (geometry) => geometry,
  parseValue: (input) => {
    if (typeof input === 'object' && input !== null && 'type' in input && 'coordinates' in input) return input;
    const wanted = 'must be an object with "type" and "coordinates"';
    throw inputError('BAD_GEOMETRY', `Cannot parse geometry: ${wanted}, is ${input === null ? 'null' : typeof input}`);
  },
});
