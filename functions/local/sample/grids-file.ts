import { firstGridDay, type Grid } from './grid-plan.ts';
import { hilbertCell } from './hilbert.ts';
import { type Point, side } from './lattice.ts';
import { type Cell, islandRing, outline } from './outline.ts';
import { syntheticName, syntheticPhone } from './person-data.ts';
import { draw, pick, streams } from './random.ts';

/** The grids file of one edition: a FeatureCollection with one feature a line, in the order of the codes. */
export function* gridsFile(seed: number, grids: readonly Grid[], edition: number): Generator<string> {
  const sorted = grids.toSorted((left, right) => (left.code < right.code ? -1 : 1));
  yield '{"type":"FeatureCollection","features":[\n';
  for (const [index, grid] of sorted.entries()) {
    const feature = { type: 'Feature', properties: properties(seed, grid, edition), geometry: geometry(seed, grid) };
    yield `${JSON.stringify(feature)}${index + 1 < sorted.length ? ',' : ''}\n`;
  }
  yield ']}\n';
}

/** The grid's rings in units of 1e-7 degrees, one list of rings a polygon, the outer one first. */
export function gridRings(seed: number, grid: Grid): readonly (readonly (readonly Point[])[])[] {
  const cell = (distance: number): Cell => hilbertCell(side, distance);
  const cells = Array.from({ length: grid.end - grid.start }, (_, step) => cell(grid.start + step));
  const holes = grid.hole === null ? [] : [islandRing(seed, cell(grid.hole)).toReversed()];
  const main = cells.length === 0 ? [] : [[outline(seed, cells), ...holes]];
  return grid.island === null ? main : [...main, [islandRing(seed, cell(grid.island))]];
}

function geometry(seed: number, grid: Grid) {
  const polygons = gridRings(seed, grid).map((rings) =>
    rings.map((ring) => ring.map(([longitude, latitude]) => [longitude / 1e7, latitude / 1e7])),
  );
  return polygons.length === 1
    ? { type: 'Polygon', coordinates: polygons[0] }
    : { type: 'MultiPolygon', coordinates: polygons };
}

function properties(seed: number, grid: Grid, edition: number) {
  const row = draw(seed, streams.gridRow, Number(grid.code.slice(4)));
  const worker = draw(seed, streams.gridWorker, Number(grid.code.slice(4)), edition);
  return {
    code: grid.code,
    community: grid.community.code,
    name: grid.name,
    validFrom: validFrom(grid, row),
    validTo: null,
    workGrid: grid.workGrid,
    post: `岗位 ${grid.workGrid.slice(-2)}-${grid.code.slice(-2)}`,
    workerName: syntheticName(worker),
    workerPhone: syntheticPhone(worker),
  };
}

/** The first day in one of its forms; a later period either by its date or by the publication's effective date. */
function validFrom(grid: Grid, row: number): string | null {
  if (grid.validFrom === firstGridDay) return pick(['2018', '2018-01', firstGridDay, '201801**'], row);
  return row % 2 === 0 ? grid.validFrom : null;
}
