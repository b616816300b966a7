import { divisionRows } from './divisions.ts';
import { side } from './lattice.ts';
import { type Cell, outline } from './outline.ts';

const columns = ['code', 'name', 'level', 'parent', 'validFrom', 'validTo'] as const;
/** The district that the sample's grids tile. */
const tiled = '440304';

/** The divisions file: a FeatureCollection with one feature a line. Of all boundaries there is the synthetic one of Futian. */
export function* divisionsFile(seed: number): Generator<string> {
  yield '{"type":"FeatureCollection","features":[\n';
  let between = '';
  for (const row of divisionRows()) {
    const properties = Object.fromEntries(columns.map((column, place) => [column, row[place] || null]));
    const geometry = properties.code === tiled ? boundary(seed) : null;
    yield `${between}${JSON.stringify({ type: 'Feature', properties, geometry })}`;
    between = ',\n';
  }
  yield '\n]}\n';
}

/** Around all cells, so that every grid lies in it, with the same points where they meet. */
function boundary(seed: number) {
  const cells = Array.from({ length: side * side }, (_, cell): Cell => [cell % side, Math.floor(cell / side)]);
  const ring = outline(seed, cells).map(([longitude, latitude]) => [longitude / 1e7, latitude / 1e7]);
  return { type: 'Polygon', coordinates: [ring] };
}
