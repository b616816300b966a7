import { buildings, type CellsOfRow, grids, house, houses } from './publication-city.ts';

/** One file of a made-up history. */
export interface HistoryStep {
  readonly register: 'BUILDINGS' | 'HOUSES';
  readonly effective: string;
  readonly rows: readonly CellsOfRow[];
}

/** Numbers from 0 up to `below`, drawn from a seed (Lehmer's generator, modulus 2^31 - 1). */
export function dice(seed: number): (below: number) => number {
  let state = (seed * 48_271 + 11) % 2_147_483_647;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/**
 * A history of publications such as a city's office makes: houses added, corrected, retired in words or in silence, split,
 * back again, with new periods, and buildings that move. No row of it is at fault, but for keys that stand twice.
 */
export function history(seed: number, length: number): HistoryStep[] {
  const draw = dice(seed);
  const office = { houses: houses.map((row) => ({ ...row })), gone: [] as CellsOfRow[], next: 100, draw };
  let standing = buildings.map((row) => ({ ...row }));
  return Array.from({ length }, (_, index): HistoryStep => {
    const effective = `2026-${String(index + 1).padStart(2, '0')}-01`;
    if (index > 0 && draw(4) === 0) {
      standing = standing.map((row) => (draw(3) === 0 ? moved(row, draw(grids.length)) : row));
      return { register: 'BUILDINGS', effective, rows: shuffled(standing, draw) };
    }
    for (let change = 1 + draw(8); change > 0; change -= 1) changeOne(office, index + 1);
    const rows = [...office.houses];
    if (draw(4) === 0) rows.push({ ...rows[draw(rows.length)], room: 'twice' });
    return { register: 'HOUSES', effective, rows: shuffled(rows, draw) };
  });
}

interface Office {
  houses: CellsOfRow[];
  gone: CellsOfRow[];
  next: number;
  readonly draw: (below: number) => number;
}

function moved(row: CellsOfRow, to: number): CellsOfRow {
  return { ...row, grid: grids[to]?.code ?? '', community: grids[to]?.community ?? '', validFrom: '' };
}

/** Changes one house that stands under a single row; others are left to what was said of them. */
function changeOne(office: Office, month: number): void {
  const { draw } = office;
  const at = draw(office.houses.length);
  const row = office.houses[at];
  if (row === undefined || office.houses.filter(({ code }) => code === row.code).length > 1 || row.state === 'RETIRED')
    return;
  const put = (...rows: CellsOfRow[]) => office.houses.splice(at, 1, ...rows);
  const kind = draw(9);
  if (kind === 0) put({ ...row, room: `${draw(1_000)}` });
  else if (kind === 1) put({ ...row, use: draw(2) === 0 ? 'OFFICE' : 'COMMERCIAL', validFrom: '' });
  else if (kind === 2) put({ ...row, rented: row.rented === 'true' ? 'false' : 'true', floorArea: `${61 + draw(29)}` });
  else if (kind === 3) put({ ...row, rented: row.rented === 'true' ? 'false' : 'true', validFrom: '' });
  else if (kind === 4) office.gone.push(...put());
  else if (kind === 5 && row.validFrom !== '') put(row, { ...row, use: 'MIXED', validFrom: `2027-0${month}-01` });
  else if (kind === 6) put({ ...row, state: 'RETIRED', validFrom: draw(2) === 0 ? '' : `2026-0${month}-01` });
  else if (kind === 7) office.houses.push(...office.gone.splice(0, 1));
  else split(office, row, at, month);
}

/** Two new houses take the place of one, which is never listed again. */
function split(office: Office, row: CellsOfRow, at: number, month: number): void {
  const changed = { replaces: row.code ?? '', validFrom: office.draw(2) === 0 ? '' : `2026-0${month}-01` };
  office.next += 2;
  const made = [0, 1].map((number) => house(row.building ?? '', office.next + number, changed));
  office.houses.splice(at, 1, ...made);
}

function shuffled(rows: readonly CellsOfRow[], draw: (below: number) => number): CellsOfRow[] {
  return rows
    .map((row) => ({ row, rank: draw(1_000_000) }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ row }) => row);
}
