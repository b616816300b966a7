import { parseCommunityCode } from '../../codes/community-code.ts';
import { parseGridCode } from '../../codes/grid-code.ts';
import { parseWorkGridCode } from '../../codes/work-grid-code.ts';
import { encodeGeometry } from '../../geometry/encode-geometry.ts';
import { areaM2 } from '../../geometry/measures.ts';
import { codeColumn, dateColumn, required, textColumn } from '../../publication/column.ts';
import { rejectRow, type Source } from '../../publication/source.ts';

/** One feature of a grids file -> the fields of a basic grid. */
export const gridSource: Source = {
  columns: {
    code: required(codeColumn(parseGridCode)),
    community: required(codeColumn(parseCommunityCode)),
    name: textColumn(),
    validFrom: dateColumn(),
    validTo: dateColumn(),
    workGrid: codeColumn(parseWorkGridCode),
    post: textColumn(),
    workerName: 'sealed',
    workerPhone: 'sealed',
  },
  geometry: 'required',
  parents: [{ column: 'community', register: 'DIVISIONS', prefix: true }],
  district: 'community',
  complete(cells, shape) {
    if (shape === null)
      return rejectRow('geometry', 'geometry that is missing: must be a Polygon or MultiPolygon (GeoJSON)');
    const area = Math.round(areaM2(shape) * 10) / 10;
    return { ...cells, boundary: encodeGeometry(shape), areaM2: area, state: 'CURRENT', replaces: [] };
  },
};
