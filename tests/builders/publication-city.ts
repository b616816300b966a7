/** Cells of one row by column; what is absent is empty. */
export type CellsOfRow = { readonly [column: string]: string };

const columns = {
  divisions: ['code', 'name', 'level', 'parent', 'validFrom', 'validTo'],
  buildings: [
    ...['code', 'name', 'address', 'grid', 'community', 'lon', 'lat', 'floorsAbove', 'floorsBelow', 'builtOn', 'use'],
    ...['legality', 'state', 'validFrom', 'validTo', 'replaces'],
  ],
  houses: [
    ...[
      'code',
      'building',
      'room',
      'floor',
      'use',
      'floorArea',
      'rented',
      'ownerName',
      'ownerId',
      'occupants',
      'state',
    ],
    ...['validFrom', 'validTo', 'replaces'],
  ],
  entities: [
    ...['code', 'name', 'status', 'registeredOn', 'dissolvedOn', 'industry', 'capital', 'representative', 'phone'],
    ...['address', 'house', 'grid', 'validFrom', 'validTo'],
  ],
} as const;

/** A CSV file of one of the tables, with all its columns. */
export function csv(
  table: keyof typeof columns,
  rows: readonly CellsOfRow[],
  header: readonly string[] = columns[table],
): string {
  return [header, ...rows.map((row) => header.map((column) => quoted(row[column] ?? '')))]
    .map((line) => `${line.join()}\n`)
    .join('');
}

function quoted(cell: string): string {
  return /[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** One city, two districts with a street each, three communities; two of them in Futian (440304). */
export const divisions: readonly CellsOfRow[] = [
  { code: '440300', name: '深圳市', level: 'CITY', parent: '', validFrom: '2000' },
  { code: '440304', name: '福田区', level: 'DISTRICT', parent: '440300', validFrom: '2000' },
  { code: '440304001', name: '南园街道', level: 'STREET', parent: '440304', validFrom: '2000' },
  { code: '440304001001', name: '巴登社区', level: 'COMMUNITY', parent: '440304001', validFrom: '2000' },
  { code: '440304001002', name: '锦龙社区', level: 'COMMUNITY', parent: '440304001', validFrom: '2000' },
  { code: '440305', name: '南山区', level: 'DISTRICT', parent: '440300', validFrom: '2000' },
  { code: '440305001', name: '南头街道', level: 'STREET', parent: '440305', validFrom: '2000' },
  { code: '440305001001', name: '田厦社区', level: 'COMMUNITY', parent: '440305001', validFrom: '2000' },
];

export const communities = ['440304001001', '440304001002', '440305001001'] as const;

/** A square of 0.001 degrees; `column` counts them from west to east. */
export function square(column: number, row = 0): { type: 'Polygon'; coordinates: [number, number][][] } {
  const [west, south] = [114 + column / 1000, 22.5 + row / 1000];
  const at = (east: number, north: number): [number, number] => [west + east / 1000, south + north / 1000];
  return { type: 'Polygon', coordinates: [[at(0, 0), at(1, 0), at(1, 1), at(0, 1), at(0, 0)]] };
}

/** Properties of a grid feature; those that are absent are null. */
export interface GridFeature {
  readonly code: string;
  readonly community: string;
  readonly geometry?: unknown;
  readonly [property: string]: unknown;
}

/** A GeoJSON file of grids. */
export function geojson(features: readonly GridFeature[]): string {
  const empty = { name: null, validFrom: '2010', validTo: null, workGrid: null, post: null };
  const feature = ({ geometry, ...properties }: GridFeature) =>
    JSON.stringify({ type: 'Feature', properties: { ...empty, ...properties }, geometry });
  return `{"type":"FeatureCollection","features":[\n${features.map(feature).join(',\n')}\n]}\n`;
}

/** One grid for each community, side by side. */
export const grids: readonly GridFeature[] = communities.map((community, column) => ({
  code: `${community}01`,
  community,
  name: `网格 ${column}`,
  post: `岗位 ${column}`,
  geometry: square(column),
}));

/** Building `number` of a grid, in the middle of it. */
export function building(grid: string, number: number, changed: CellsOfRow = {}): CellsOfRow {
  const community = grid.slice(0, 12);
  const column = communities.indexOf(community as (typeof communities)[number]);
  return {
    code: `${grid}${String(number).padStart(5, '0')}`,
    name: `${number} 号楼`,
    grid,
    community,
    lon: String(114 + column / 1000 + 0.0005),
    lat: '22.5005',
    floorsAbove: '7',
    use: 'RESIDENTIAL',
    legality: 'REGISTERED',
    state: 'CURRENT',
    validFrom: '2010',
    ...changed,
  };
}

/** House `number` of a building. */
export function house(buildingCode: string, number: number, changed: CellsOfRow = {}): CellsOfRow {
  return {
    code: `${buildingCode}${String(number).padStart(6, '0')}`,
    building: buildingCode,
    room: `${100 + number}`,
    floor: '1',
    use: 'RESIDENTIAL',
    floorArea: '75.5',
    rented: 'false',
    state: 'CURRENT',
    validFrom: '2012',
    ...changed,
  };
}

/** Two buildings in each grid. */
export const buildings: readonly CellsOfRow[] = grids.flatMap(({ code }) => [building(code, 1), building(code, 2)]);

/** Four houses in each building: 24 in all, 16 of them in Futian. */
export const houses: readonly CellsOfRow[] = buildings.flatMap(({ code }) =>
  [1, 2, 3, 4].map((number) => house(code ?? '', number)),
);
