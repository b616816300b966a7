import type { MultiPolygon } from '../geometry/multi-polygon.ts';
import { parseGeometry } from '../geometry/parse-geometry.ts';
import type { Finding } from './finding.ts';
import type { Source } from './source.ts';

/** The shape of a row, if it has one that can be taken. */
export interface ReadShape {
  readonly value: MultiPolygon | null;
  readonly refused: boolean;
  readonly finding: Finding | null;
}

/** Reads the geometry of a row of a source that has shapes. */
export function readShape(
  raw: { readonly line: number; readonly geometry?: unknown },
  source: Pick<Source, 'geometry'>,
): ReadShape {
  const absent = raw.geometry === undefined || raw.geometry === null;
  if (source.geometry === 'none' || absent) return { value: null, refused: false, finding: null };
  const parsed = parseGeometry(raw.geometry);
  const about = { line: raw.line, column: 'geometry' };
  if (!parsed.ok) {
    const message = `Cannot take geometry: ${parsed.reason}`;
    return { value: null, refused: true, finding: { level: 'error', reason: 'BAD_GEOMETRY', ...about, message } };
  }
  if (parsed.repairedAreaM2 === 0) return { value: parsed.value, refused: false, finding: null };
  const message = `Geometry crosses itself over ${parsed.repairedAreaM2.toFixed(3)} m², repaired`;
  const finding: Finding = {
    level: 'warning',
    reason: 'REPAIRED_GEOMETRY',
    ...about,
    message,
    areaM2: parsed.repairedAreaM2,
  };
  return { value: parsed.value, refused: false, finding };
}
