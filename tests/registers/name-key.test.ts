import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  longestName,
  nameKey,
  namesFrom,
  normalBeginning,
  normalName,
  normalPart,
  wordKeys,
  wordsWith,
} from '../../schema/registers/entities/name-key.ts';
import { assertKey } from '../../schema/tree/key.ts';
import type { KeyRange } from '../../schema/tree/key-range.ts';

test.each([
  ['腾讯科技（深圳）有限公司', '腾讯科技深圳有限公司'],
  ['腾讯科技(深圳)有限责任公司', '腾讯科技深圳有限公司'],
  ['示例 ＡＩ　Ｌａｂ股份有限公司', '示例ailab股份有限公司'],
  ['ｱｲﾃｰ「甲·乙」', 'アイテー甲乙'],
])('%s is searched as %s', (name, normal) => expect(normalName(name)).toBe(normal));

test.each([
  '示例科技有',
  '示例科技有限',
  '示例科技有限责',
  '示例科技有限责任',
  '示例科技有限责任公',
  '示例科技有限责任公司',
])('the beginning %s is one of a name with either form', (text) => {
  expect(normalName('示例科技有限公司').startsWith(normalBeginning(text))).toBe(true);
  expect(normalName('示例科技有限责任公司').startsWith(normalBeginning(text))).toBe(true);
});

test('every part of a name with either form is a part of it as it is searched, unless it is within 责任 alone', () => {
  const name = '示例科技有限责任公司深圳分公司';
  for (let start = 0; start < name.length; start++) {
    for (let end = start + 1; end <= name.length; end++) {
      const part = name.slice(start, end);
      if (/^责?任公?$|^限?责任?公?$|^责$/.test(part)) continue;
      expect([part, normalName(name).includes(normalPart(part))]).toEqual([part, true]);
    }
  }
});

const signs = fc.constantFrom(...'示例科技深圳（）() 有限责任公司股份ＡaB1𠮷·');
const names = fc.string({ unit: signs, minLength: 1, maxLength: 30 });
const inRange = (key: string, { lower = '', upper = '' }: KeyRange) => lower <= `${key} ` && `${key} ` < upper;

test('a text finds a name by its beginning exactly when the name begins with it', () => {
  fc.assert(
    fc.property(names, fc.string({ unit: signs, minLength: 1, maxLength: 4 }), (name, text) => {
      const [normal, wanted] = [normalName(name), normalName(text)];
      fc.pre(normal !== '' && wanted !== '');
      const { range, exact } = namesFrom(wanted);
      expect(exact).toBe(true);
      expect(inRange(nameKey(normal), range)).toBe(normal.startsWith(wanted));
    }),
    { numRuns: 2000, seed: 1 },
  );
});

test('a text of up to four characters is found once in every name that contains it, and in no other', () => {
  fc.assert(
    fc.property(names, fc.nat(40), fc.integer({ min: 1, max: 4 }), names, (name, start, length, foreign) => {
      const normal = normalName(name);
      for (const wanted of [
        normal.slice(start % (normal.length + 1)).slice(0, length),
        normalName(foreign).slice(0, length),
      ]) {
        const found = wanted === '' ? null : wordsWith(wanted);
        if (found === null) continue;
        const hits = wordKeys(normal).filter((key) => found.ranges.some((range) => inRange(key, range)));
        expect([wanted, hits.length]).toEqual([wanted, normal.includes(wanted) ? 1 : 0]);
      }
    }),
    { numRuns: 5000, seed: 1 },
  );
});

test('keys keep the order of the characters, and fit into a tree with code and day behind them', () => {
  const name = '𠮷'.repeat(longestName / 2);
  for (const key of [nameKey(name), ...wordKeys(name)]) assertKey(`${key} 91999999MA0000007H 2026-01-01`);
  const some = fc
    .sample(names, { numRuns: 300, seed: 3 })
    .map(normalName)
    .filter((name) => name !== '');
  const byUnits = [...new Set(some)].sort();
  expect([...byUnits].sort((one, other) => (`${nameKey(one)} ` < `${nameKey(other)} ` ? -1 : 1))).toEqual(byUnits);
});
