import { cellCount, type Grid, gridsByPlace, proportionalCuts } from './grid-plan.ts';
import { below, draw, streams } from './random.ts';

/** What becomes of a building in the second edition of its register. */
export type BuildingChange =
  | 'none'
  | 'redeveloped' // a stated retirement: two others replace it
  | 'demolished' // simply absent from the file
  | 'completed' // planned, now current
  | 'repurposed' // has a second period that begins in the future
  | 'renamed' // a correction of an open field
  | 'reassessed'; // a correction of a field that only government reads

/** What stays the same about a building through all editions; all else is drawn from its number when it is written. */
export interface Building {
  /** Its number in the sample, the argument of all draws about it. */
  readonly id: number;
  readonly code: string;
  /** The lattice cell, or enclave, that it stands in. */
  readonly place: number;
  /** How many houses it has when it first appears. */
  readonly houses: number;
  readonly planned: boolean;
  readonly temporary: boolean;
  readonly change: BuildingChange;
  /** The building that it replaces, and how many of that one's houses its sibling replaces before its own do. */
  readonly replaces: { readonly code: string; readonly housesBefore: number } | null;
  /** The edition of the register that first holds it. */
  readonly since: 1 | 2;
}

const housesPerBuilding = 20;
const fewestBuildings = 30;
/** Numbers of buildings that the second edition adds begin here, so that no draw is used twice. */
export const secondEditionIds = 10_000_000;

/** The buildings of the first edition, unsorted: about one in twenty houses, and `houses` houses in all, exactly. */
export function firstBuildings(seed: number, houses: number, grids: readonly Grid[]): readonly Building[] {
  const total = Math.max(fewestBuildings, Math.round(houses / housesPerBuilding));
  const sites = siteGrids(seed, grids, total);
  const sizes = proportionalCuts(
    sites.map((_, id) => sizeWeight(draw(seed, streams.buildingSize, id))),
    houses,
  );
  const numbers = new Map<string, number>();
  return sites.map(({ grid, place }, id) => {
    const number = (numbers.get(grid.code) ?? 0) + 1;
    numbers.set(grid.code, number);
    const drawn = draw(seed, streams.building, id);
    const temporary = (drawn >>> 16) % 100 === 0;
    return {
      id,
      code: buildingCode(codePrefix(grid, drawn), temporary ? 'T' : '0', number),
      place,
      houses: (sizes[id + 1] ?? houses) - (sizes[id] ?? houses),
      planned: !temporary && below(drawn, 100) === 0,
      temporary,
      change: 'none',
      replaces: null,
      since: 1,
    };
  });
}

/** 19 characters: 14 of the grid, `0` or (on construction sites) `T`, and a number of four digits. */
export function buildingCode(prefix: string, mark: '0' | 'T', number: number): string {
  return `${prefix}${mark}${String(number).padStart(4, '0')}`;
}

/**
 * One in twelve buildings of 福田 street keeps the older street number 003 in its code, as published codes do
 * (4403040030011300002 stands in 福田).
 */
function codePrefix(grid: Grid, drawn: number): string {
  const older = grid.community.street === '福田街道' && (drawn >>> 8) % 12 === 0;
  return older ? `440304003${grid.code.slice(9)}` : grid.code;
}

interface Site {
  readonly grid: Grid;
  readonly place: number;
}

/** Spreads `total` buildings over the places that can hold one, unevenly: a cell with an enclave keeps free. */
function siteGrids(seed: number, grids: readonly Grid[], total: number): readonly Site[] {
  const places = gridsByPlace(grids);
  const hollow = new Set(grids.map((grid) => grid.hole));
  const weights = places.map((grid, place) =>
    grid === undefined || hollow.has(place) ? 0 : place < cellCount ? draw(seed, streams.placeWeight, place) % 6 : 4,
  );
  const cuts = proportionalCuts(weights, total);
  return places.flatMap((grid, place) =>
    grid === undefined
      ? []
      : new Array<Site>((cuts[place + 1] ?? total) - (cuts[place] ?? total)).fill({ grid, place }),
  );
}

/** Most buildings are low, a few are towers. */
function sizeWeight(drawn: number): number {
  const share = drawn % 100;
  if (share < 60) return 4 + below(drawn, 12);
  if (share < 90) return 16 + below(drawn, 25);
  return 41 + below(drawn, 80);
}
