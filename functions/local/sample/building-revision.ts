import { type Building, type BuildingChange, buildingCode, secondEditionIds } from './building-plan.ts';
import { type Grid, gridsByPlace } from './grid-plan.ts';
import { draw, streams } from './random.ts';

/** How many buildings of a thousand change how; each kind at least once. Redeveloped and demolished ones are small. */
const perThousand = { redeveloped: 2, demolished: 1.5, repurposed: 4, renamed: 5, reassessed: 3, announced: 2.5 };
/** Of the buildings that were planned, every other one is completed. */
const completedOneIn = 2;
const announcedHouses = 8;

/**
 * All buildings of both editions, each with what becomes of it: those of the first, two successors for every
 * redeveloped one, and announced ones, planned for the future, beside others that stay as they are. Buildings in grids
 * that change keep what else they have, so that a changed boundary is seen alone.
 */
export function revisedBuildings(
  seed: number,
  first: readonly Building[],
  [before, after]: readonly [readonly Grid[], readonly Grid[]],
): readonly Building[] {
  const [gridsBefore, gridsAfter] = [gridsByPlace(before), gridsByPlace(after)];
  const settled = (place: number) => gridsBefore[place] !== undefined && gridsBefore[place] === gridsAfter[place];
  const changes = chooseChanges(seed, first, settled);
  const changed = first.map((building) => ({ ...building, change: changes.get(building) ?? building.change }));
  const numbers = new Map<string, number>();
  for (const { place } of first) count(numbers, gridsBefore[place]);
  const added = additions(changed, settled).map((addition, index): Building => {
    const id = secondEditionIds + index;
    const grid = gridsBefore[addition.place];
    const number = count(numbers, grid);
    return { ...addition, id, code: buildingCode(grid?.code ?? '', '0', number) };
  });
  return [...changed, ...added].sort((left, right) => (left.code < right.code ? -1 : 1));
}

function chooseChanges(seed: number, first: readonly Building[], settled: (place: number) => boolean) {
  const rank = (building: Building) => draw(seed, streams.buildingRevision, building.id);
  const candidates = first
    .filter((building) => !building.temporary && settled(building.place))
    .sort((left, right) => rank(left) - rank(right));
  const planned = candidates.filter((building) => building.planned);
  const standing = candidates.filter((building) => !building.planned);
  const typical = standing.reduce((sum, building) => sum + building.houses, 0) / Math.max(1, standing.length);
  const small = standing.filter((building) => building.houses > 1 && building.houses <= Math.max(2, typical / 2));
  const some = (share: number) => Math.max(1, Math.round((first.length * share) / 1000));
  const chosen = new Map<Building, BuildingChange>();
  const choose = (list: readonly Building[], amount: number, change: BuildingChange) => {
    for (const building of list.filter((one) => !chosen.has(one)).slice(0, amount)) chosen.set(building, change);
  };
  choose(small, some(perThousand.redeveloped), 'redeveloped');
  choose(small, some(perThousand.demolished), 'demolished');
  choose(planned, Math.ceil(planned.length / completedOneIn), 'completed');
  choose(standing, some(perThousand.repurposed), 'repurposed');
  choose(standing, some(perThousand.renamed), 'renamed');
  choose(standing, some(perThousand.reassessed), 'reassessed');
  return chosen;
}

/** New buildings without number and code: they stand where the one does that they replace or lie beside. */
function additions(first: readonly Building[], settled: (place: number) => boolean): readonly Building[] {
  const successors = first.filter((building) => building.change === 'redeveloped').flatMap(successorsOf);
  const neighbours = first.filter((building) => building.change === 'none' && settled(building.place));
  const amount = Math.max(1, Math.round((first.length * perThousand.announced) / 1000));
  const step = Math.max(1, Math.floor(neighbours.length / amount));
  const announced = Array.from({ length: amount }, (_, index) => neighbours[index * step])
    .filter((building) => building !== undefined)
    .map((building) => ({ ...addition(building), houses: announcedHouses, planned: true }));
  return [...successors, ...announced];
}

function successorsOf(building: Building): readonly Building[] {
  const { code, houses } = building;
  const half = Math.ceil(houses / 2);
  return [
    { ...addition(building), houses: half, replaces: { code, housesBefore: 0 } },
    { ...addition(building), houses: houses - half, replaces: { code, housesBefore: half } },
  ];
}

function addition(beside: Building): Building {
  return { ...beside, change: 'none', planned: false, temporary: false, replaces: null, since: 2 };
}

function count(numbers: Map<string, number>, grid: Grid | undefined): number {
  const number = (numbers.get(grid?.code ?? '') ?? 0) + 1;
  numbers.set(grid?.code ?? '', number);
  return number;
}
