import { dayText } from '../../schema/dates/day.ts';
import { shanghaiDay } from '../../schema/dates/shanghai-day.ts';
import type { CreditRecord } from '../../schema/registers/credit/record.ts';
import { statement, subjects } from './credit-rows.ts';
import { entitiesOfStory } from './story-entities.ts';

/** Keys of the company's statements that anyone is shown, and of those that authorities alone still see. */
export const storyKeys = {
  shown: ['story-licence', 'story-penalty'],
  over: ['story-expired', 'story-repaired'],
} as const;

/**
 * Credit statements of the story, which is told on the day of `now`: of a company a penalty, a licence, a penalty whose time is over
 * and one that was repaired; of an association an honour; of a sole trader a penalty.
 */
export function storyStatements(now: number): readonly CreditRecord[] {
  const day = (offset: number) => dayText(shanghaiDay(now) + offset);
  const none = { severity: null, decidedOn: day(-40) } as const;
  const honour = { ...none, subject: subjects.association, kind: 'HONOUR' } as const;
  return [
    statement('story-penalty', { decidedOn: day(-40), retrievedOn: day(-30) }),
    statement('story-licence', { ...none, kind: 'LICENCE', validUntil: day(1000), retrievedOn: day(-30) }),
    statement('story-expired', { decidedOn: day(-1500), retrievedOn: day(-1490) }),
    statement('story-repaired', { decidedOn: day(-300), repairedOn: day(-60), retrievedOn: day(-59) }),
    statement('story-honour', { ...honour, retrievedOn: day(-30) }),
    statement('story-trader', { subject: entitiesOfStory.soleTrader, decidedOn: day(-40), retrievedOn: day(-30) }),
  ] as CreditRecord[];
}
