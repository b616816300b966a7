import { expect, test, vi } from 'vitest';

const asked = vi.hoisted(() => ({ times: 0 }));
vi.mock('../../schema/codes/resident-id.ts', async (original) => {
  const { isResidentId, ...rest } = await original<{ isResidentId: (text: string) => boolean }>();
  const counted = (text: string) => {
    asked.times += 1;
    return isResidentId(text);
  };
  return { ...rest, isResidentId: counted };
});
const { refusePersonData } = await import('../../functions/graphql/refuse-person-data.ts');

const characters = 2 ** 20;
/** Texts that might be read again and again from every place: a request of each must cost a few passes over it. */
const hostile = {
  'digits that underscores part': '1_',
  'digits that letters part': `a${'1n'.repeat(99)} `,
  'digits in groups': '110105 19491231 ',
  'a day of birth that underscores part, and one digit too many': 'a1_1_0_1_0_5_1_9_4_9_1_3_3_1_0_0_2_X_',
  'names of many letters': `${'a1a1a1b1b1b1c1c1c1'.repeat(11)} `,
  'one digit after the other': '1',
};

test.each(Object.entries(hostile))('a megabyte of %s is looked through for few candidates', (_, piece) => {
  asked.times = 0;
  const body = piece.repeat(Math.floor(characters / piece.length));
  refusePersonData({ headers: {}, rawPath: '/', rawQueryString: '', body, isBase64Encoded: false } as never);
  expect(asked.times).toBeLessThan(characters / 8);
});
