import { floorAreaBandOf } from '../../../schema/registers/houses/floor-area-band.ts';
import { buildingTraits } from './building-traits.ts';
import type { CityPlan } from './city-plan.ts';
import { csvRecord } from './csv.ts';
import { firstHouses, type House, type Site } from './house-plan.ts';
import { revisedHouses } from './house-revision.ts';
import { syntheticName, syntheticResidentId } from './person-data.ts';
import { draw, streams } from './random.ts';

/** As first registered, with the changes of 2025, and with the corrections of 2026. */
export type HousesEdition = 1 | 2 | 3;

const columns = [
  ...['code', 'building', 'room', 'floor', 'use', 'floorArea', 'rented', 'ownerName', 'ownerId', 'occupants', 'state'],
  ...['validFrom', 'validTo', 'replaces'],
];

/**
 * The houses file of an edition, in the order of the codes; one building's rows are in memory at a time. The third
 * edition differs from the second in restricted fields (floorArea, rented) and sealed ones (owners) alone.
 */
export function* housesFile(plan: CityPlan, edition: HousesEdition): Generator<string> {
  yield csvRecord(columns);
  for (const building of plan.buildings) {
    if (building.since > edition) continue;
    const site = { plan, building, traits: buildingTraits(plan, building) };
    let rows = '';
    for (const house of edition === 1 ? firstHouses(site) : revisedHouses(site)) rows += record(site, house, edition);
    yield rows;
  }
}

/** Written without `csvRecord`, for speed: no value of a house holds a comma, a quote or a line end. */
function record({ plan, building }: Site, written: House, edition: HousesEdition): string {
  const correction = edition === 3 ? draw(plan.seed, streams.houseCorrection, building.id, written.sequence) : 0;
  const house = edition === 3 ? corrected(written, correction) : written;
  const owner = draw(
    plan.seed,
    streams.houseOwner,
    building.id,
    house.sequence + 1_000_000 * Number(correction % 40 === 1),
  );
  const area = house.area === null ? '' : `${Math.floor(house.area / 10)}.${house.area % 10}`;
  const validFrom = house.silent && edition === 2 ? '' : house.validFrom;
  return (
    `${house.code},${building.code},${house.room},${house.floor},${house.use},${area},${house.rented},` +
    `${syntheticName(owner)},${syntheticResidentId(owner)},${owner % 6},` +
    `${house.state},${validFrom},${house.validTo},${house.replaces}\n`
  );
}

/** Another measurement (within its open band) for one house in a hundred, another tenancy for one in 150. */
function corrected(house: House, drawn: number): House {
  if (house.state === 'RETIRED') return house;
  const area = house.area !== null && drawn % 100 === 0 ? remeasured(house.area, 1 + ((drawn >>> 8) % 60)) : house.area;
  return { ...house, area, rented: (drawn >>> 16) % 150 === 0 ? !house.rented : house.rented };
}

/** Tenths of a square metre: larger by `difference`, or smaller where that would change the band. */
function remeasured(area: number, difference: number): number {
  const sameBand = (other: number) => floorAreaBandOf(other / 10) === floorAreaBandOf(area / 10);
  return [area + difference, area - difference].find(sameBand) ?? area;
}
