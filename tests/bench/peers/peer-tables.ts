import type { Cell } from './copy-text.ts';

/** A row of the city as our API answers it: the same field names for every register. */
export type Answered = { readonly [field: string]: Cell | Answered };

/** A table of the peer: its columns in SQL, and a row's cells in their order. */
export interface PeerTable {
  readonly name: string;
  readonly columns: string;
  readonly cells: (row: Answered) => readonly Cell[];
}

const cells =
  (...fields: readonly string[]) =>
  (row: Answered) =>
    fields.map((field) => cellOf(row, field));

/** `building.code` names a field of a nested row. */
function cellOf(row: Answered, path: string): Cell {
  const [field = '', ...rest] = path.split('.');
  const value = row[field];
  if (field === 'location' && isRow(value)) return `SRID=4326;POINT(${value.lon} ${value.lat})`;
  if (rest.length > 0) return isRow(value) ? cellOf(value, rest.join('.')) : null;
  return isRow(value) ? JSON.stringify(value) : value;
}

function isRow(value: Answered[string]): value is Answered {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const times = 'state text NOT NULL, valid_from text, valid_to text, known_from timestamptz, known_to timestamptz';
const timeFields = ['state', 'validFrom', 'validTo', 'knownFrom', 'knownTo'] as const;

/**
 * The present rows of each register, in the order in which they refer to each other. Houses carry the grid, community
 * and district of their building, so that the peer's lists and counts need no join; history is left out altogether.
 */
export const peerTables = {
  divisions: {
    name: 'divisions',
    columns: `code text PRIMARY KEY, name text NOT NULL, level text NOT NULL, parent text REFERENCES divisions, ${times}`,
    cells: cells('code', 'name', 'level', 'parent.code', ...timeFields),
  },
  grids: {
    name: 'grids',
    columns: `code text PRIMARY KEY, community text NOT NULL REFERENCES divisions, name text, work_grid text, post text,
      area_m2 float8, boundary geometry(Geometry, 4326), ${times}`,
    cells: cells('code', 'community.code', 'name', 'workGrid', 'post', 'areaM2', 'boundary', ...timeFields),
  },
  buildings: {
    name: 'buildings',
    columns: `code text PRIMARY KEY, name text, address text, grid text NOT NULL REFERENCES grids,
      community text NOT NULL REFERENCES divisions, location geometry(Point, 4326), floors_above int, floors_below int,
      built_on text, use text, legality text, ${times}`,
    cells: cells(
      ...['code', 'name', 'address', 'grid.code', 'community.code', 'location', 'floorsAbove', 'floorsBelow'],
      ...['builtOn', 'use', 'legality', ...timeFields],
    ),
  },
  houses: {
    name: 'houses',
    columns: `code text PRIMARY KEY, building text NOT NULL REFERENCES buildings, room text, floor int, use text,
      floor_area float8, floor_area_band text, rented boolean, ${times},
      grid text NOT NULL REFERENCES grids, community text NOT NULL REFERENCES divisions, district text NOT NULL`,
    cells: cells(
      ...['code', 'building.code', 'room', 'floor', 'use', 'floorArea', 'floorAreaBand', 'rented', ...timeFields],
      ...['grid.code', 'community.code', 'community.parent.parent.code'],
    ),
  },
} as const satisfies Record<string, PeerTable>;

/** What the questions of the benchmark need; made after loading. */
export const peerIndexes = `
  CREATE INDEX ON houses (community, code);
  CREATE INDEX ON houses (district);
  CREATE INDEX ON houses (building);
  CREATE INDEX ON houses (grid);
  CREATE INDEX ON buildings (grid);
  CREATE INDEX ON buildings (community);
  CREATE INDEX ON grids (community);
  CREATE INDEX ON grids USING gist (boundary);
  CREATE INDEX ON buildings USING gist (location);
  CREATE FUNCTION houses_by_codes(codes text[]) RETURNS SETOF houses LANGUAGE sql STABLE
    AS $$ SELECT * FROM houses WHERE code = ANY (codes) ORDER BY code $$;`;
