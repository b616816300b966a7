import { builder } from '../../builder.ts';
import { BoundingBoxInput, readAreas } from '../../filters/area-inputs.ts';
import { codeList } from '../../filters/code-list.ts';
import { equalTo, fieldCondition } from '../../filters/condition.ts';
import { decodeGeometry } from '../../geometry/encode-geometry.ts';
import { everything, type ListQuery } from '../../reading/list-query.ts';
import { State } from '../../scalars/enums.ts';

/** What may be asked of grids. */
export const GridFilter = builder.inputType('GridFilter', {
  description: 'All that is given must hold.',
  fields: (t) => ({
    code: t.field({ type: 'GridCode', description: 'This code.' }),
    codeIn: t.field({ type: ['GridCode'], description: 'One of at most 1,000 codes.' }),
    within: t.field({ type: 'AreaCode', description: 'Inside this division, whatever its level; or this grid.' }),
    state: t.field({ type: State, description: 'In this state; RETIRED asks for tombstones.' }),
    bbox: t.field({ type: BoundingBoxInput, description: 'Has a point in common with this box.' }),
    polygon: t.field({
      type: 'GeoJSON',
      description: 'Has a point in common with this Polygon or MultiPolygon (WGS84).',
    }),
    post: t.string({ description: 'Looked after by this duty post. For tier GOVERNMENT.' }),
  }),
});

/** The list that a filter asks for. */
export async function gridQuery(filter: typeof GridFilter.$inferInput): Promise<ListQuery> {
  const { within = null, state = null } = filter;
  const areas = await readAreas(filter);
  const meets = areas.map(({ argument, area }) => ({
    ...fieldCondition('boundary', (stored) => typeof stored === 'string' && area.meets(decodeGeometry(stored))),
    argument,
  }));
  return {
    ...everything,
    codes: codeList(filter),
    within,
    state,
    place: areas[0]?.area ?? null,
    conditions: [...equalTo('post', filter.post), ...equalTo('state', state), ...meets],
  };
}
