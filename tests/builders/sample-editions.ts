import type { StoredRow } from '../../schema/registers/register.ts';
import { buildingRows, divisionRows, gridRows, houseRows } from './city-rows.ts';
import type { MemoryPublication } from './edition.ts';

/** Four registers, published one a day from 2026-01-01 on. */
export function firstEditions(): MemoryPublication[] {
  return [
    { register: 'DIVISIONS', rows: divisionRows(), at: '2026-01-01T00:00:00.000Z' },
    { register: 'GRIDS', rows: gridRows(), at: '2026-01-02T00:00:00.000Z' },
    { register: 'BUILDINGS', rows: buildingRows(), at: '2026-01-03T00:00:00.000Z' },
    { register: 'HOUSES', rows: houseRows(), at: '2026-01-04T00:00:00.000Z' },
  ];
}

/** The rows with those of some codes replaced. */
export function withRows(
  rows: readonly StoredRow[],
  code: string,
  ...instead: readonly Partial<StoredRow>[]
): StoredRow[] {
  return rows.flatMap((row) =>
    row.code === code ? instead.map((columns) => ({ ...row, ...columns }) as StoredRow) : [row],
  );
}

/** Codes with a story: see `storyEditions`. */
export const story = {
  moved: '4403040010010100001',
  retired: '4403040010010100001000002',
  successor: '4403040010010100001000003',
  planned: '4403040010010100001000004',
  corrected: '4403040010010100002000001',
  measured: '4403040010010100002000002',
} as const;

/**
 * A year in a city: a building that moves to the next community on 2024-01-01, a house retired on 2025-01-01 in favour
 * of its neighbour, one that is only planned, one whose room was corrected in February 2026, one measured anew in March.
 */
export function storyEditions(): MemoryPublication[] {
  const [divisions, grids, buildings, houses] = firstEditions();
  if (!divisions || !grids || !buildings || !houses) throw new Error('Cannot tell the story: editions are missing');
  const moved = withRows(
    buildings.rows,
    story.moved,
    { validTo: '2024' },
    { validFrom: '2024', grid: '44030400100201', community: '440304001002' },
  );
  const changed = withRows(
    withRows(
      withRows(
        houses.rows,
        story.retired,
        { validTo: '2025' },
        { state: 'RETIRED', validFrom: '2025', retirement: 'STATED' },
      ),
      story.successor,
      { replaces: [story.retired] },
    ),
    story.planned,
    { state: 'PLANNED', validFrom: '2030' },
  );
  const corrected = withRows(changed, story.corrected, { room: '901' });
  return [
    divisions,
    grids,
    { ...buildings, rows: moved },
    { ...houses, rows: changed },
    { register: 'HOUSES', rows: corrected, at: '2026-02-01T00:00:00.000Z' },
    {
      register: 'HOUSES',
      rows: withRows(corrected, story.measured, { floorArea: 55 }),
      at: '2026-03-01T00:00:00.000Z',
    },
  ];
}
