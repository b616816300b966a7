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

/** The divisions that stand, by code. */
export type StandingDivisions = ReadonlyMap<string, readonly StoredRow[]>;

/** Reads all divisions. */
export async function readDivisions(
  edition: RegisterEdition | undefined,
  blocks: (fieldClass: FieldClass) => Blocks,
): Promise<StandingDivisions> {
  const standing = new Map<string, readonly StoredRow[]>();
  for await (const { code, rows } of standingCodes(edition, blocks)) {
    standing.set(
      code,
      rows.map(({ row }) => row),
    );
  }
  return standing;
}

/**
 * The chart of `standing` divisions and of those of a file that is being published. Where a division is not valid on the
 * day, it belongs to whom it belonged last: what lay in one that is gone can still be found.
 */
export function divisionsChart(
  standing: StandingDivisions,
  ownRows: (code: string) => readonly StoredRow[],
): DivisionsChart {
  const upwards = (division: string, day: Day) =>
    chainFrom(division, (code) => {
      const own = ownRows(code);
      const rows = standing.get(code) ?? [];
      return rowOn(own, day) ?? rowOn(rows, day) ?? own[0] ?? rows.at(-1) ?? null;
    });
  const shapes = new Map<string, MultiPolygon>();
  const known = new Map<string, boolean>();
  return {
    liesIn(division, ancestor, day) {
      const question = `${division} ${ancestor} ${day}`;
      const answer = known.get(question) ?? upwards(division, day).some((row) => row.code === ancestor);
      known.set(question, answer);
      return answer;
    },
    boundaryAround(division, day) {
      const row = upwards(division, day).find(({ boundary }) => typeof boundary === 'string');
      if (row === undefined) return null;
      const text = String(row.boundary);
      const shape = shapes.get(text) ?? decodeGeometry(text);
      shapes.set(text, shape);
      return { division: row.code, shape };
    },
  };
}

/** A division and those above it, from the narrowest on. */
function* chainFrom(division: string, rowOf: (code: string) => StoredRow | null): Generator<StoredRow> {
  let code: string | null = division;
  for (let step = 0; code !== null && step < deepest; step += 1) {
    const row: StoredRow | null = rowOf(code);
    if (row === null) return;
    yield row;
    code = typeof row.parent === 'string' ? row.parent : null;
  }
}
