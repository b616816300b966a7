import { buildingTraits } from './building-traits.ts';
import type { CityPlan } from './city-plan.ts';
import { type EntityKind, entityKinds } from './credit-codes.ts';
import { entityDay } from './dates.ts';
import type { Site } from './house-plan.ts';
import { revisedHouses } from './house-revision.ts';
import { below, draw, pick, streams } from './random.ts';

/** Where an entity is registered, as numbers: a city of a nation's size has millions of them. */
export interface EntitySite {
  /** Its number among all entities, the argument of all draws about it. */
  readonly id: number;
  /** Position of its building in the plan, and the number of its house there. */
  readonly building: number;
  readonly house: number;
}

/** The sites of all entities by kind, of each in the order of their numbers. */
export type EntitySites = ReadonlyMap<EntityKind, readonly EntitySite[]>;

/** About one house in so many has an entity: in a real city one in four, but the first start must not wait for it. */
const housesPerEntity = 8;

const drawnKinds: readonly (readonly [kind: EntityKind, share: number])[] = [
  ['91', 58],
  ['92', 92],
  ['93', 93],
  ['12', 95],
  ['52', 97],
  ['51', 98],
  ['11', 99],
];

const known = new WeakMap<CityPlan, EntitySites>();

/** Chooses houses that stand when the register is first published; in smaller cities all kinds come first. */
export function entitySites(plan: CityPlan): EntitySites {
  const sites = known.get(plan) ?? chooseSites(plan);
  known.set(plan, sites);
  return sites;
}

function chooseSites(plan: CityPlan): EntitySites {
  const sites = new Map<EntityKind, EntitySite[]>(entityKinds.map((kind) => [kind, []]));
  let id = 0;
  for (const [place, building] of plan.buildings.entries()) {
    if (building.planned || building.temporary) continue;
    for (const house of standingHouses({ plan, building, traits: buildingTraits(plan, building) })) {
      if (draw(plan.seed, streams.entitySite, building.id, house) % housesPerEntity !== 0) continue;
      sites.get(kindOf(plan.seed, id))?.push({ id, building: place, house });
      id += 1;
    }
  }
  return sites;
}

/** Numbers of the houses of a building that stand on the day. */
function standingHouses(site: Site): ReadonlySet<number> {
  const standing = revisedHouses(site).filter(
    ({ state, validFrom, validTo }) =>
      state === 'CURRENT' && validFrom <= entityDay && (validTo === '' || validTo > entityDay),
  );
  return new Set(standing.map(({ sequence }) => sequence));
}

function kindOf(seed: number, id: number): EntityKind {
  if (id < 2 * entityKinds.length) return pick(entityKinds, id);
  const share = below(draw(seed, streams.entityKind, id), 100);
  return drawnKinds.find(([, bound]) => share < bound)?.[0] ?? '81';
}
