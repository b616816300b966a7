import type { Building } from './building-plan.ts';
import { type CityPlan, gridOfBuilding } from './city-plan.ts';
import { builtOn, registeredFrom } from './dates.ts';
import { cellCount } from './grid-plan.ts';
import { hilbertCell } from './hilbert.ts';
import { latticePoint, type Point, side } from './lattice.ts';
import { draw, pick, streams } from './random.ts';

const uses = [
  ...['RESIDENTIAL', 'RESIDENTIAL', 'RESIDENTIAL', 'RESIDENTIAL', 'RESIDENTIAL', 'RESIDENTIAL', 'MIXED', 'MIXED'],
  ...['COMMERCIAL', 'OFFICE', 'INDUSTRIAL', 'PUBLIC'],
] as const;
const legalities = ['REGISTERED', 'REGISTERED', 'REGISTERED', 'UNREGISTERED', 'UNKNOWN'] as const;
const firstWords = ['荔', '景', '福', '梅', '莲', '翠', '海', '彩', '新', '金'] as const;
const lastWords = ['香苑', '田花园', '园', '华大厦', '湾公寓', '林居', '沙楼', '竹苑', '城', '安大厦'] as const;

/** What a building is like apart from its codes, dates and state; the same in all editions but for its change. */
export interface BuildingTraits {
  readonly name: string;
  readonly address: string;
  readonly use: string;
  readonly legality: string;
  readonly floorsBelow: string;
  readonly builtOn: string;
  readonly validFrom: string;
  readonly housesPerFloor: number;
  readonly floors: number;
}

/** Draws a building's traits. Names and addresses carry the mark of the sample, 示例. */
export function buildingTraits(plan: CityPlan, building: Building): BuildingTraits {
  const { seed } = plan;
  const named = draw(seed, streams.buildingName, building.id);
  const drawn = draw(seed, streams.buildingDates, building.id);
  const housesPerFloor = 2 + (drawn % 5) + (building.houses > 40 ? 2 : 0);
  const road = `${pick(firstWords, named >>> 3)}${pick(['枝', '华', '林', '民', '强'], named >>> 7)}路`;
  const number = 1 + ((named >>> 11) % 300);
  const aside = (named >>> 20) % 20 === 0 ? ', 近示例公园' : '';
  return {
    name: building.temporary
      ? `示例工地临时用房${number}号`
      : `示例${pick(firstWords, named)}${pick(lastWords, named >>> 5)}${1 + ((named >>> 17) % 30)}栋`,
    address: `深圳市福田区${gridOfBuilding(plan, building, 1).community.street}示例${road}${number}号${aside}`,
    use: building.temporary ? 'OTHER' : pick(uses, drawn >>> 4),
    legality: pick(legalities, drawn >>> 9),
    floorsBelow: building.temporary ? '' : `${(drawn >>> 13) % 4}`,
    builtOn: building.temporary || building.planned ? '' : builtOn(draw(seed, streams.buildingDates, building.id, 1)),
    validFrom: registeredFrom(draw(seed, streams.buildingDates, building.id, 2)),
    housesPerFloor,
    floors: Math.max(1, Math.ceil(building.houses / housesPerFloor)),
  };
}

/** Where the building stands: clear of its cell's jagged sides, hence 3 m or more inside its grid. */
export function buildingPoint(plan: CityPlan, { id, place }: Building): Point {
  const [column, row] = hilbertCell(side, place % cellCount);
  const margin = place < cellCount ? 0.19 : 0.42;
  const within = (drawn: number) => margin + (drawn / 4294967296) * (1 - 2 * margin);
  return latticePoint(
    column + within(draw(plan.seed, streams.buildingLongitude, id)),
    row + within(draw(plan.seed, streams.buildingLatitude, id)),
  );
}
