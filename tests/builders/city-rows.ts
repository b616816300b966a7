import { encodeGeometry } from '../../schema/geometry/encode-geometry.ts';
import { floorAreaBandOf } from '../../schema/registers/houses/floor-area-band.ts';
import type { StoredRow } from '../../schema/registers/register.ts';
import { uses } from '../../schema/registers/uses.ts';

/** Lifecycle of a row that is simply there since 2020. */
export const current = { state: 'CURRENT', validFrom: '2020', validTo: null, replaces: [], retirement: null } as const;

const west = 1_140_500_000;
const south = 225_000_000;
/** Side of a grid, units; about 500 m. */
const side = 50_000;

/** A row of any register from its columns. */
export function rowOf(columns: { readonly code: string } & Record<string, unknown>): StoredRow {
  return { ...current, ...columns } as unknown as StoredRow;
}

/** City 440300, district 440304, two streets, two communities each. */
export function divisionRows(): StoredRow[] {
  const division = (code: string, level: string, parent: string | null) =>
    rowOf({ code, name: `Division ${code}`, level, parent, boundary: null });
  return [
    division('440300', 'CITY', null),
    division('440304', 'DISTRICT', '440300'),
    division('440304001', 'STREET', '440304'),
    division('440304001001', 'COMMUNITY', '440304001'),
    division('440304001002', 'COMMUNITY', '440304001'),
    division('440304002', 'STREET', '440304'),
    division('440304002001', 'COMMUNITY', '440304002'),
    division('440304002002', 'COMMUNITY', '440304002'),
    division('440305', 'DISTRICT', '440300'),
  ];
}

const communities = ['440304001001', '440304001002', '440304002001', '440304002002'] as const;

/** Two square grids a community, side by side, in one row from west to east. */
export function gridRows(): StoredRow[] {
  return communities.flatMap((community, place) =>
    [0, 1].map((half) => {
      const x = west + (2 * place + half) * side;
      const ring = Int32Array.of(x, south, x + side, south, x + side, south + side, x, south + side);
      return rowOf({
        code: `${community}0${half + 1}`,
        community,
        name: `Grid ${place}-${half}`,
        workGrid: `${community}001`,
        post: `Post ${place}`,
        boundary: encodeGeometry([[ring]]),
        areaM2: 250_000,
      });
    }),
  );
}

/** `perGrid` buildings in each grid, along its diagonal. */
export function buildingRows(perGrid = 3): StoredRow[] {
  return gridRows().flatMap((grid, place) =>
    Array.from({ length: perGrid }, (_, number) => {
      const step = Math.floor((side * (number + 0.5)) / perGrid);
      return rowOf({
        code: `${grid.code}${String(number + 1).padStart(5, '0')}`,
        name: `Building ${number}`,
        address: null,
        grid: grid.code,
        community: grid.community,
        lon: west + place * side + step,
        lat: south + step,
        floorsAbove: 5 + number,
        floorsBelow: null,
        builtOn: '1998-05',
        use: uses[number % uses.length],
        legality: number % 2 === 0 ? 'REGISTERED' : 'UNREGISTERED',
      });
    }),
  );
}

/** `perBuilding` houses in each building. */
export function houseRows(perBuilding = 4, perGrid = 3): StoredRow[] {
  return buildingRows(perGrid).flatMap((building, place) =>
    Array.from({ length: perBuilding }, (_, number) => {
      const floorArea = 30 + ((place * 7 + number * 13) % 240);
      return rowOf({
        code: `${building.code}${String(number + 1).padStart(6, '0')}`,
        building: building.code,
        room: String(100 + number),
        floor: 1 + (number % 30),
        use: uses[(place + number) % uses.length],
        floorArea,
        floorAreaBand: floorAreaBandOf(floorArea),
        rented: (place + number) % 3 === 0,
      });
    }),
  );
}
