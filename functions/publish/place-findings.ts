import type { Day } from '../../schema/dates/day.ts';
import { decodeGeometry } from '../../schema/geometry/encode-geometry.ts';
import { outsideParent } from '../../schema/geometry/parent-contains.ts';
import { dayOfReference } from '../../schema/publication/admission.ts';
import type { SourceRow } from '../../schema/publication/code-case.ts';
import type { Finding } from '../../schema/publication/finding.ts';
import type { DivisionsChart } from './divisions-chart.ts';

/** Refuses a shape that reaches beyond the boundary of the nearest division above it that has one. */
export function placeFindings({ line, row }: SourceRow, chart: DivisionsChart, effective: Day): Finding[] {
  const parent = row.community ?? row.parent;
  if (typeof row.boundary !== 'string' || typeof parent !== 'string') return [];
  const around = chart.boundaryAround(parent, dayOfReference(row, effective));
  const outside = around === null ? null : outsideParent(decodeGeometry(row.boundary), around.shape);
  if (around === null || outside === null) return [];
  const message = `Cannot take "${row.code}": ${outside.areaM2.toFixed(1)} m² of it lie outside division "${around.division}"`;
  const point: [number, number] = [outside.point[0] / 1e7, outside.point[1] / 1e7];
  return [
    {
      level: 'error',
      reason: 'BAD_GEOMETRY',
      line,
      column: 'geometry',
      message,
      codes: [row.code],
      areaM2: outside.areaM2,
      point,
    },
  ];
}
