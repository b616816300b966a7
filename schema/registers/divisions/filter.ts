import { builder } from '../../builder.ts';
import { codeList } from '../../filters/code-list.ts';
import { equalTo } from '../../filters/condition.ts';
import { everything, type ListQuery } from '../../reading/list-query.ts';
import { DivisionLevel, State } from '../../scalars/enums.ts';

/** What may be asked of divisions. */
export const DivisionFilter = builder.inputType('DivisionFilter', {
  description: 'All that is given must hold.',
  fields: (t) => ({
    code: t.field({ type: 'DivisionCode', description: 'This code.' }),
    codeIn: t.field({ type: ['DivisionCode'], description: 'One of at most 1,000 codes.' }),
    within: t.field({ type: 'AreaCode', description: 'Below this division, at whatever depth.' }),
    level: t.field({ type: DivisionLevel, description: 'Of this level.' }),
    state: t.field({ type: State, description: 'In this state; RETIRED asks for tombstones.' }),
  }),
});

/** The list that a filter asks for. */
export function divisionQuery(filter: typeof DivisionFilter.$inferInput): ListQuery {
  const { within = null, state = null } = filter;
  return {
    ...everything,
    codes: codeList(filter),
    within,
    state,
    conditions: [...equalTo('level', filter.level), ...equalTo('state', state)],
  };
}
