import { builder } from '../../builder.ts';
import { BoundingBoxInput, readAreas } from '../../filters/area-inputs.ts';
import { codeList } from '../../filters/code-list.ts';
import { type Condition, equalTo } from '../../filters/condition.ts';
import { everything, type ListQuery } from '../../reading/list-query.ts';
import { Legality, State, Use } from '../../scalars/enums.ts';

/** What may be asked of buildings. */
export const BuildingFilter = builder.inputType('BuildingFilter', {
  description: 'All that is given must hold.',
  fields: (t) => ({
    code: t.field({ type: 'BuildingCode', description: 'This code.' }),
    codeIn: t.field({ type: ['BuildingCode'], description: 'One of at most 1,000 codes.' }),
    within: t.field({ type: 'AreaCode', description: 'Inside this division, whatever its level, or this grid.' }),
    use: t.field({ type: Use, description: 'Used for this.' }),
    state: t.field({ type: State, description: 'In this state; RETIRED asks for tombstones.' }),
    bbox: t.field({ type: BoundingBoxInput, description: 'Stands in this box.' }),
    polygon: t.field({ type: 'GeoJSON', description: 'Stands in this Polygon or MultiPolygon (WGS84).' }),
    legality: t.field({ type: Legality, description: 'Of this legal standing. For tier GOVERNMENT.' }),
  }),
});

/** The list that a filter asks for. */
export async function buildingQuery(filter: typeof BuildingFilter.$inferInput): Promise<ListQuery> {
  const { within = null, state = null } = filter;
  const areas = await readAreas(filter);
  const standsIn = areas.map(({ argument, area }): Condition => {
    const holds: Condition['holds'] = (row) => 'lon' in row && area.holds(row.lon, row.lat);
    return { argument, reads: ['lon', 'lat'], holds };
  });
  return {
    ...everything,
    codes: codeList(filter),
    within,
    state,
    place: areas[0]?.area ?? null,
    conditions: [
      ...equalTo('legality', filter.legality),
      ...equalTo('use', filter.use),
      ...equalTo('state', state),
      ...standsIn,
    ],
  };
}
