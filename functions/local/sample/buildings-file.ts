import type { Building } from './building-plan.ts';
import { type BuildingTraits, buildingPoint, buildingTraits } from './building-traits.ts';
import { type CityPlan, gridOfBuilding } from './city-plan.ts';
import { csvRecord } from './csv.ts';
import { boundaryDay, futureDay, planDay, temporaryUntil } from './dates.ts';
import type { Grid } from './grid-plan.ts';
import { draw, streams } from './random.ts';

const columns = [
  ...['code', 'name', 'address', 'grid', 'community', 'lon', 'lat', 'floorsAbove', 'floorsBelow', 'builtOn', 'use'],
  ...['legality', 'state', 'validFrom', 'validTo', 'replaces'],
];

/** The buildings file of an edition, in the order of the codes. */
export function* buildingsFile(plan: CityPlan, edition: 1 | 2): Generator<string> {
  yield csvRecord(columns);
  for (const building of plan.buildings) {
    for (const row of rowsOf(plan, building, edition)) yield row;
  }
}

/** A period of a building: what its row says beside what never changes. */
interface Period extends BuildingTraits {
  readonly grid: Grid;
  readonly state: 'PLANNED' | 'CURRENT' | 'RETIRED';
  readonly validTo: string;
}

function rowsOf(plan: CityPlan, building: Building, edition: 1 | 2): readonly string[] {
  if (building.since > edition || (edition === 2 && building.change === 'demolished')) return [];
  const first = firstPeriod(building, { ...buildingTraits(plan, building), grid: gridOfBuilding(plan, building, 1) });
  const periods = edition === 1 ? [first] : secondEdition(plan, building, first);
  return periods.map((period) => record(plan, building, period));
}

function firstPeriod(building: Building, traits: BuildingTraits & { readonly grid: Grid }): Period {
  const validTo = building.temporary ? temporaryUntil : '';
  if (building.since === 1) return { ...traits, state: building.planned ? 'PLANNED' : 'CURRENT', validTo };
  return building.planned
    ? { ...traits, state: 'PLANNED', validFrom: planDay, validTo }
    : { ...traits, state: 'CURRENT', validFrom: boundaryDay, builtOn: '2025-02', validTo };
}

/** What the second edition says: one period, or two where the next one begins in the future. */
function secondEdition(plan: CityPlan, building: Building, first: Period): readonly Period[] {
  if (building.since === 2) return [first];
  const grid = gridOfBuilding(plan, building, 2);
  const validFrom = draw(plan.seed, streams.buildingRevision, building.id, 1) % 2 === 0 ? '' : boundaryDay;
  if (grid.code !== first.grid.code || grid.community !== first.grid.community) {
    return movedPeriods(first, { ...first, grid, validFrom });
  }
  switch (building.change) {
    case 'redeveloped':
      return [{ ...first, state: 'RETIRED', validFrom: boundaryDay }];
    case 'completed':
      return [{ ...first, state: 'CURRENT', validFrom, builtOn: '202502**' }];
    case 'repurposed':
      return [
        { ...first, validTo: futureDay },
        { ...first, validFrom: futureDay, use: 'PUBLIC', name: `${first.name}（改造）` },
      ];
    case 'renamed':
      return [{ ...first, name: first.name.replace(/[栋号]$/, '号楼') }];
    case 'reassessed':
      return [{ ...first, legality: first.legality === 'REGISTERED' ? 'UNKNOWN' : 'REGISTERED' }];
    default:
      return [unchanged(plan, building, first)];
  }
}

/** A new period closes an open-ended one by itself; one whose end is stated must be stated again, shortened. */
function movedPeriods(first: Period, second: Period): readonly Period[] {
  return first.validTo === ''
    ? [second]
    : [
        { ...first, validTo: boundaryDay },
        { ...second, validFrom: boundaryDay },
      ];
}

/** One in ten unchanged rows leaves its validity to the register, as an empty `validFrom` does. */
function unchanged(plan: CityPlan, building: Building, first: Period): Period {
  const silent = first.validTo === '' && draw(plan.seed, streams.buildingRevision, building.id, 2) % 10 === 0;
  return silent ? { ...first, validFrom: '' } : first;
}

function record(plan: CityPlan, building: Building, period: Period): string {
  const [longitude, latitude] = buildingPoint(plan, building);
  return csvRecord([
    building.code,
    period.name,
    period.address,
    period.grid.code,
    period.grid.community.code,
    String(longitude / 1e7),
    String(latitude / 1e7),
    String(period.floors),
    period.floorsBelow,
    period.builtOn,
    period.use,
    period.legality,
    period.state,
    period.validFrom,
    period.validTo,
    building.replaces?.code ?? '',
  ]);
}
