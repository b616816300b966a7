import { buildingTraits } from './building-traits.ts';
import { type CityPlan, gridOfBuilding } from './city-plan.ts';
import { type EntityKind, entityKinds, syntheticCreditCode } from './credit-codes.ts';
import { csvRecord } from './csv.ts';
import { type EntityPeriod, entityPeriods } from './entity-periods.ts';
import { type EntitySite, entitySites } from './entity-sites.ts';
import { entityTraits } from './entity-traits.ts';
import { houseCode } from './house-plan.ts';
import { syntheticPhone } from './person-data.ts';
import { draw, streams } from './random.ts';

/** As first registered, with the changes of a week, and with corrections of what is not open. */
export type EntitiesEdition = 1 | 2 | 3;

const columns = [
  ...['code', 'name', 'status', 'registeredOn', 'dissolvedOn', 'industry', 'capital', 'representative', 'phone'],
  ...['address', 'house', 'grid', 'validFrom', 'validTo'],
];

/**
 * The entities file of an edition, in the order of the codes. The third edition differs from the second in what needs an
 * agreement alone: capital and representatives, and of sole traders their names and houses.
 */
export function* entitiesFile(plan: CityPlan, edition: EntitiesEdition): Generator<string> {
  yield csvRecord(columns);
  const sites = entitySites(plan);
  for (const kind of entityKinds) {
    for (const site of sites.get(kind) ?? []) {
      for (const period of entityPeriods(plan.seed, kind, site.id, edition)) yield record(plan, kind, site, period);
    }
  }
}

function record(plan: CityPlan, kind: EntityKind, site: EntitySite, period: EntityPeriod): string {
  const { seed } = plan;
  const traits = entityTraits(seed, kind, site.id, period.name);
  const place = placeOf(plan, site, period.moved);
  const owner = period.owner === 0 ? traits : entityTraits(seed, kind, site.id + period.owner);
  return csvRecord([
    syntheticCreditCode(kind, site.id),
    traits.name,
    period.status,
    period.registeredOn,
    period.dissolvedOn,
    traits.industry,
    period.owner === 0 ? traits.capital : owner.capital,
    owner.representative,
    syntheticPhone(draw(seed, streams.entityPerson, site.id, 1)),
    place.address,
    place.house,
    place.grid,
    period.validFrom,
    period.validTo,
  ]);
}

interface Place {
  readonly address: string;
  readonly house: string;
  readonly grid: string;
}

/** Most rows name house and grid, some one of them, a few neither. Who moves stays in the building; of the new house only the address is known. */
function placeOf(plan: CityPlan, { id, building: position, house }: EntitySite, moved: boolean): Place {
  const building = plan.buildings[position];
  if (building === undefined) throw new Error(`Cannot place entity ${id}: building ${position} must be in the plan`);
  const traits = buildingTraits(plan, building);
  const known = draw(plan.seed, streams.entitySite, building.id, 1_000_000 + house) % 40;
  const number = moved ? house + 1 : house;
  const nowhere = known === 0;
  return {
    address: nowhere ? '' : `${traits.address}${number}室`,
    house: nowhere || known === 1 || moved ? '' : houseCode(building.code, house),
    grid: nowhere || (known === 2 && !moved) ? '' : gridOfBuilding(plan, building, 2).code,
  };
}
