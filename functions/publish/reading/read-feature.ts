import { isAscii } from 'node:buffer';
import { cleanCells, decodeUtf8, type TextFault } from './clean-text.ts';
import { isProperties, parseJson } from './parse-json.ts';
import type { PropertyColumns } from './property-columns.ts';
import type { RawRow, RowFault } from './raw-row.ts';

const NOT_A_FEATURE: TextFault = {
  reason: 'BAD_VALUE',
  message: 'Cannot read feature: must be a GeoJSON Feature with properties, is not',
};

/** Reads the bytes of one GeoJSON Feature, the `line`th of its collection. */
export function readFeature(bytes: Buffer, line: number, columns: PropertyColumns): RawRow | RowFault {
  const text = decodeUtf8(bytes);
  if (typeof text !== 'string') return { line, ...text };
  const feature = parseJson(text);
  if (!isProperties(feature) || feature.type !== 'Feature') return { line, ...NOT_A_FEATURE };
  const properties = feature.properties ?? {};
  if (!isProperties(properties)) return { line, ...NOT_A_FEATURE };
  const found = columns.align(properties, line);
  const cells = isAscii(bytes) && !text.includes('\\u') ? found : cleanCells(found, false);
  if (!Array.isArray(cells)) return { line, ...cells };
  return { line, cells, geometry: feature.geometry ?? null };
}
