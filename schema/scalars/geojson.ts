import { builder } from '../builder.ts';
import { visibleError } from '../errors.ts';
import { kindOf } from './kind-of.ts';

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
    const wanted = 'must be a geometry with "type" and "coordinates"';
    throw visibleError('BAD_GEOMETRY', `Cannot parse geometry: ${wanted}, is ${kindOf(input)}`);
  },
});
