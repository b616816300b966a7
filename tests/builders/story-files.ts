import { decodeGeometry } from '../../schema/geometry/encode-geometry.ts';
import type { StoredRow } from '../../schema/registers/register.ts';
import type { RegisterName } from '../../schema/registers/register-name.ts';
import type { MemoryPublication } from './edition.ts';
import { csv, geojson } from './publication-city.ts';

/** A source file that makes its register equal to the rows of one publication of a story. */
export interface StoryFile {
  readonly register: RegisterName;
  /** File name; tells the format. */
  readonly name: string;
  readonly text: string;
}

const units = 1e7;

/** The source files of a story's publications, in order: what was built from rows in memory, published for real is the same. */
export function storyFiles(publications: readonly MemoryPublication[]): StoryFile[] {
  return publications.map(({ register, rows }, place) => {
    const name = `${String(place + 1).padStart(2, '0')}-${register.toLowerCase()}`;
    if (register === 'GRIDS') return { register, name: `${name}.geojson`, text: gridFile(rows) };
    const table = register.toLowerCase() as Parameters<typeof csv>[0];
    return { register, name: `${name}.csv`, text: csv(table, rows.map(cellsOf)) };
  });
}

/** The last file of a register in a story. */
export function lastFile(publications: readonly MemoryPublication[], register: string): StoryFile {
  const file = storyFiles(publications).findLast((candidate) => candidate.register === register);
  if (file === undefined) throw new Error(`Cannot find a file of ${register}: the story has none`);
  return file;
}

/** The cells of a row as they stand in a file. */
export function cellsOf(row: StoredRow): { readonly [column: string]: string } {
  const cells = Object.entries(row).map(([column, value]) => [column, cellOf(column, value)] as const);
  return Object.fromEntries(cells);
}

function cellOf(column: string, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.join(' ');
  return column === 'lon' || column === 'lat' ? String(Number(value) / units) : String(value);
}

function gridFile(rows: readonly StoredRow[]): string {
  const features = rows.map(({ boundary, code, community, name, workGrid, post, validFrom, validTo }) => ({
    ...{ code, community: String(community), name, workGrid, post, validFrom, validTo },
    geometry: { type: 'MultiPolygon', coordinates: polygonsOf(String(boundary)) },
  }));
  return geojson(features);
}

function polygonsOf(boundary: string): [number, number][][][] {
  return decodeGeometry(boundary).map((polygon) =>
    polygon.map((ring) => {
      const points = Array.from({ length: ring.length / 2 }, (_, place): [number, number] => [
        (ring[2 * place] ?? 0) / units,
        (ring[2 * place + 1] ?? 0) / units,
      ]);
      return [...points, ...points.slice(0, 1)];
    }),
  );
}
