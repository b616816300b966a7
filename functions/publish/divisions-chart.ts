import type { Day } from '../../schema/dates/day.ts';
import { decodeGeometry } from '../../schema/geometry/encode-geometry.ts';
import type { MultiPolygon } from '../../schema/geometry/multi-polygon.ts';
import type { RegisterEdition } from '../../schema/ports.ts';
import type { FieldClass } from '../../schema/privacy/field-class.ts';
import { rowOn } from '../../schema/publication/admission.ts';
import type { StoredRow } from '../../schema/registers/register.ts';
import type { Blocks } from '../../schema/tree/blocks.ts';
import { standingCodes } from './standing-codes.ts';

/** All divisions in memory: who belongs to whom, and where the nearest boundary is. */
export interface DivisionsChart {
  /** True when `division` is `ancestor` or lies in it on `day`. */
  liesIn(division: string, ancestor: string, day: Day): boolean;
  /** The boundary of the division, or of the nearest one above it that has one. */
  boundaryAround(division: string, day: Day): { readonly division: string; readonly shape: MultiPolygon } | null;
}

/** Longest chain of divisions: community, street, district, city. A longer one is a circle. */
const deepest = 8;

/** Reads the divisions that stand; `ownRows` are those of a divisions file that is being published. */
export async function divisionsChart(
  edition: RegisterEdition | undefined,
  blocks: (fieldClass: FieldClass) => Blocks,
  ownRows: (code: string) => readonly StoredRow[],
): Promise<DivisionsChart> {
  const standing = new Map<string, readonly StoredRow[]>();
  for await (const { code, rows } of standingCodes(edition, blocks))
    standing.set(
      code,
      rows.map(({ row }) => row),
    );
  const decoded = new Map<string, MultiPolygon>();

  function* upwards(division: string, day: Day): Generator<StoredRow> {
    let code: string | null = division;
    for (let step = 0; code !== null && step < deepest; step += 1) {
      const row: StoredRow | null =
        rowOn(ownRows(code), day) ?? rowOn(standing.get(code) ?? [], day) ?? ownRows(code)[0] ?? null;
      if (row === null) return;
      yield row;
      code = typeof row.parent === 'string' ? row.parent : null;
    }
  }

  const shapeOf = (row: StoredRow): MultiPolygon | null => {
    const text = row.boundary;
    if (typeof text !== 'string') return null;
    const shape = decoded.get(text) ?? decodeGeometry(text);
    decoded.set(text, shape);
    return shape;
  };

  return {
    liesIn: (division, ancestor, day) => upwards(division, day).some((row) => row.code === ancestor),
    boundaryAround(division, day) {
      for (const row of upwards(division, day)) {
        const shape = shapeOf(row);
        if (shape !== null) return { division: row.code, shape };
      }
      return null;
    },
  };
}
