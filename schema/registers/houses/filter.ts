import { builder } from '../../builder.ts';
import { codeList } from '../../filters/code-list.ts';
import { between, equalTo } from '../../filters/condition.ts';
import { FloatRangeInput } from '../../filters/range-input.ts';
import { everything, type ListQuery } from '../../reading/list-query.ts';
import { State, Use } from '../../scalars/enums.ts';

/** What may be asked of houses. */
export const HouseFilter = builder.inputType('HouseFilter', {
  description: 'All that is given must hold.',
  fields: (t) => ({
    code: t.field({ type: 'HouseCode', description: 'This code.' }),
    codeIn: t.field({ type: ['HouseCode'], description: 'One of at most 1,000 codes.' }),
    within: t.field({ type: 'AreaCode', description: 'Inside this division, whatever its level, or this grid.' }),
    use: t.field({ type: Use, description: 'Used for this.' }),
    state: t.field({ type: State, description: 'In this state; RETIRED asks for tombstones.' }),
    floorArea: t.field({ type: FloatRangeInput, description: 'Floor area in m². For tier ENTERPRISE.' }),
    rented: t.boolean({ description: 'Whether let. For tier GOVERNMENT.' }),
  }),
});

/** The list that a filter asks for. */
export function houseQuery(filter: typeof HouseFilter.$inferInput): ListQuery {
  const { within = null, state = null } = filter;
  return {
    ...everything,
    codes: codeList(filter),
    within,
    state,
    conditions: [
      ...between('floorArea', filter.floorArea),
      ...equalTo('rented', filter.rented),
      ...equalTo('use', filter.use),
      ...equalTo('state', state),
    ],
  };
}
