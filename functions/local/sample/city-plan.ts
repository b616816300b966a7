import { type Building, firstBuildings } from './building-plan.ts';
import { revisedBuildings } from './building-revision.ts';
import { firstGrids, type Grid, gridsByPlace } from './grid-plan.ts';
import { revisedGrids } from './grid-revision.ts';
import { seedWord } from './random.ts';

/** What the files of the sample are written from; houses are drawn while they are written. */
export interface CityPlan {
  readonly seed: number;
  /** Both editions of the grids, and which grid of each holds a place. */
  readonly grids: readonly [readonly Grid[], readonly Grid[]];
  readonly places: readonly [readonly (Grid | undefined)[], readonly (Grid | undefined)[]];
  /** Buildings of both editions, in the order of their codes. */
  readonly buildings: readonly Building[];
}

/** Draws grids, then the buildings in them, then what the second editions change. */
export function planCity({ houses, seed: given }: { houses: number; seed: number }): CityPlan {
  const seed = seedWord(given);
  const before = firstGrids(seed);
  const first = firstBuildings(seed, houses, before);
  const placesBefore = gridsByPlace(before);
  const built = new Set(first.map((building) => placesBefore[building.place]?.code ?? ''));
  const after = revisedGrids(seed, before, built);
  return {
    seed,
    grids: [before, after],
    places: [placesBefore, gridsByPlace(after)],
    buildings: revisedBuildings(seed, first, [before, after]),
  };
}

/** The grid that holds the building in an edition (1 or 2) of the grids. */
export function gridOfBuilding(plan: CityPlan, building: Building, edition: 1 | 2): Grid {
  const grid = plan.places[edition - 1]?.[building.place];
  if (grid === undefined)
    throw new Error(`Cannot place building "${building.code}": its place is in no grid, must be in one`);
  return grid;
}
