import type { Building } from './building-plan.ts';
import type { BuildingTraits } from './building-traits.ts';
import type { CityPlan } from './city-plan.ts';
import { registeredLaterFrom, temporaryUntil } from './dates.ts';
import { draw, streams } from './random.ts';

/** A building while its houses are written. */
export interface Site {
  readonly plan: CityPlan;
  readonly building: Building;
  readonly traits: BuildingTraits;
}

/** One period of one house as its row says it, but for its owner. */
export interface House {
  readonly code: string;
  readonly sequence: number;
  readonly room: string;
  readonly floor: number;
  readonly use: string;
  /** Tenths of a square metre; null is unknown. */
  readonly area: number | null;
  readonly rented: boolean;
  readonly state: 'PLANNED' | 'CURRENT' | 'RETIRED';
  readonly validFrom: string;
  readonly validTo: string;
  /** Codes, separated by spaces. */
  readonly replaces: string;
  /** Whether the second edition leaves `validFrom` empty: the register, or the effective date, then says it. */
  readonly silent: boolean;
}

/** 25 characters: 19 of the building, and the house's number in it, from 000001. */
export function houseCode(building: string, sequence: number): string {
  return building + String(sequence).padStart(6, '0');
}

/** The houses of a building when it first appears, in the order of their codes. */
export function firstHouses(site: Site): readonly House[] {
  return Array.from({ length: site.building.houses }, (_, index) => houseOf(site, index + 1));
}

/** The house of that number, as large and as used as its number's draw says. */
export function houseOf({ plan, building, traits }: Site, sequence: number): House {
  const drawn = draw(plan.seed, streams.house, building.id, sequence);
  const floor = Math.ceil(sequence / traits.housesPerFloor);
  const place = ((sequence - 1) % traits.housesPerFloor) + 1;
  const later = drawn % 8 === 0 && !building.temporary;
  return {
    code: houseCode(building.code, sequence),
    sequence,
    room: String(floor * 100 + place),
    floor,
    use: traits.use === 'MIXED' ? (floor < 3 ? 'COMMERCIAL' : 'RESIDENTIAL') : traits.use,
    area: drawn % 60 === 1 ? null : tenthsOfArea(drawn),
    rented: (drawn >>> 3) % 20 < 9,
    state: building.planned ? 'PLANNED' : 'CURRENT',
    validFrom: later ? registeredLaterFrom(drawn >>> 5) : traits.validFrom,
    validTo: building.temporary ? temporaryUntil : '',
    replaces: '',
    silent: false,
  };
}

/** 18.0 to about 160 m², around 88; one in sixteen is two and a half times as large. */
function tenthsOfArea(drawn: number): number {
  const area = 180 + (drawn % 701) + ((drawn >>> 10) % 700);
  return drawn >>> 28 === 0 ? Math.round(area * 2.5) : area;
}
