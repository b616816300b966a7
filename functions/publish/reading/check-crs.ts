import type { Json } from '../../../schema/tree/entry.ts';
import { isProperties } from './parse-json.ts';
import { sourceFault } from './source-fault.ts';

/** WGS 84 by its usual names; CGCS2000 (EPSG 4490), which differs from it by centimetres. */
const LONGITUDE_LATITUDE = /^(?:urn:ogc:def:crs:)?(?:OGC:(?:[\d.]*:)?CRS84|EPSG:[\d.]*:?(?:4326|4490))$/i;

/**
 * Checks the `crs` member of the GeoJSON of 2008 (RFC 7946 has none, its coordinates are always WGS 84).
 * Throws `SourceFault` BAD_CRS when it names another system: its coordinates would be taken for degrees elsewhere.
 */
export function checkCrs(crs: Json): void {
  if (crs === null) return;
  const properties = isProperties(crs) ? crs.properties : undefined;
  const name = isProperties(properties) ? properties.name : undefined;
  if (typeof name === 'string' && LONGITUDE_LATITUDE.test(name)) return;
  const found = typeof name === 'string' ? `"${name.slice(0, 100)}"` : 'not a named one';
  throw sourceFault('BAD_CRS', null, `Cannot read coordinates: crs must be WGS 84 or CGCS2000, is ${found}`);
}
