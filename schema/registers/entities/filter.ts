import { builder } from '../../builder.ts';
import type { Day } from '../../dates/day.ts';
import { firstDay, lastDay, type PartialDate } from '../../dates/partial-date.ts';
import { codeList } from '../../filters/code-list.ts';
import { between, type Condition, equalTo, fieldCondition } from '../../filters/condition.ts';
import { FloatRangeInput } from '../../filters/range-input.ts';
import { everything, type ListQuery } from '../../reading/list-query.ts';
import { EntityStatus, State } from '../../scalars/enums.ts';
import { searchBeginning, searchIndustry, searchWords } from './searches.ts';

/** What may be asked of entities. */
export const EntityFilter = builder.inputType('EntityFilter', {
  description: 'All that is given must hold. What you may not read of a record never makes it match.',
  fields: (t) => ({
    code: t.field({ type: 'CreditCode', description: 'This code.' }),
    codeIn: t.field({ type: ['CreditCode'], description: 'One of at most 1,000 codes.' }),
    within: t.field({ type: 'AreaCode', description: 'Inside this division, whatever its level, or this grid.' }),
    name: t.string({
      description:
        'Its name begins with this; width, case, spaces, brackets and 有限责任公司 for 有限公司 make no difference.',
    }),
    nameContains: t.string({
      description:
        'Its name contains this, as loosely. What lies inside 有限责任公司 alone, such as 责任, finds only names that hold it elsewhere.',
    }),
    industry: t.string({ description: 'In this section, division, group or class of GB/T 4754: `I`, `65`, `I6513`.' }),
    status: t.field({ type: EntityStatus, description: 'Of this status.' }),
    state: t.field({ type: State, description: 'In this state; RETIRED asks for tombstones.' }),
    registeredFrom: t.field({ type: 'Date', description: 'Registered on this day or later.' }),
    registeredTo: t.field({
      type: 'Date',
      description: 'Registered on this day or earlier; a year counts to its end.',
    }),
    capital: t.field({ type: FloatRangeInput, description: 'Registered capital, 10,000 CNY. For tier ENTERPRISE.' }),
  }),
});

/** The list that a filter asks for. */
export function entityQuery(filter: typeof EntityFilter.$inferInput): ListQuery {
  const { within = null, state = null } = filter;
  const searches = [searchBeginning(filter.name), searchWords(filter.nameContains), searchIndustry(filter.industry)];
  return {
    ...everything,
    codes: codeList(filter),
    within,
    state,
    searches: searches.flatMap((one) => one.searches),
    conditions: [
      ...between('capital', filter.capital),
      ...equalTo('status', filter.status),
      ...equalTo('state', state),
      ...registered('registeredFrom', filter.registeredFrom, (day, from) => day >= firstDay(from)),
      ...registered('registeredTo', filter.registeredTo, (day, to) => day <= lastDay(to)),
      ...searches.flatMap((one) => one.conditions),
    ],
  };
}

/** A partial date counts from its first day. */
function registered(
  argument: string,
  bound: PartialDate | null | undefined,
  holds: (day: Day, bound: PartialDate) => boolean,
): Condition[] {
  if (bound === null || bound === undefined) return [];
  const tested = fieldCondition(
    'registeredOn',
    (stored) => typeof stored === 'string' && holds(firstDay(stored as PartialDate), bound),
  );
  return [{ ...tested, argument: `filter.${argument}` }];
}
