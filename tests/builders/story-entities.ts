import type { StoredRow } from '../../schema/registers/register.ts';
import { rowOf } from './city-rows.ts';
import { subjects } from './credit-rows.ts';
import type { MemoryPublication } from './edition.ts';
import { entityCode } from './entity-rows.ts';
import { storyEditions } from './sample-editions.ts';

/** Codes of the story's entities; all but the dissolved company have statements (story-statements.ts). */
export const entitiesOfStory = {
  company: subjects.company,
  society: subjects.association,
  soleTrader: entityCode('soleTrader', 1),
  dissolved: entityCode('company', 2),
} as const;

/** Where all but the dissolved company are registered, and where that was. */
export const addressesOfStory = {
  house: '4403040010010100002000001',
  grid: '44030400100101',
  community: '440304001001',
  elsewhere: '44030400200101',
} as const;

/** What is closed of the sole trader to whoever is no enterprise, by column. */
export const closedOfTrader = {
  name: '示例张某星河便利店',
  representative: '张某',
  address: '示例路3号',
  industry: '5211',
  registeredOn: '2016-05-01',
} as const;

/** A company, a social organisation and a sole trader in one house, and a company elsewhere that is dissolved. */
export function storyEntityRows(): StoredRow[] {
  const { house, grid, community, elsewhere } = addressesOfStory;
  const row = (code: string, columns: object) => {
    const usual = { status: 'ACTIVE', registeredOn: '2015-03-01', dissolvedOn: null, capital: null };
    return rowOf({ code, ...usual, house, grid, community, ...columns });
  };
  return [
    row(entitiesOfStory.company, {
      ...{ name: '示例星河科技（深圳）有限公司', industry: 'I6513', industrySection: 'I', capital: 100.5 },
      ...{ representative: '某甲', address: '示例路1号' },
    }),
    row(entitiesOfStory.society, {
      ...{ name: '示例星河志愿者协会', industry: '9521', industrySection: 'S' },
      ...{ representative: '某乙', address: '示例路2号' },
    }),
    row(entitiesOfStory.soleTrader, { ...closedOfTrader, industrySection: 'F' }),
    row(entitiesOfStory.dissolved, {
      ...{ name: '示例远山商贸有限公司', industry: '5211', industrySection: 'F', representative: '某丙' },
      ...{ address: null, status: 'DISSOLVED', dissolvedOn: '2024-03-01' },
      ...{ house: null, grid: elsewhere, community: elsewhere.slice(0, 12) },
    }),
  ];
}

/** The whole story, with its entities last: what the suites' places publish. */
export function storyWithEntities(): MemoryPublication[] {
  return [...storyEditions(), { register: 'ENTITIES', rows: storyEntityRows(), at: '2026-04-01T00:00:00.000Z' }];
}
