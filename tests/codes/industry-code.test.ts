import { expect, test } from 'vitest';
import { industryDigits, industrySection, parseIndustryCode } from '../../schema/codes/industry-code.ts';

function parsed(text: string) {
  const result = parseIndustryCode(text);
  return result.ok ? [industrySection(result.value), industryDigits(result.value)] : `${result.at}: ${result.reason}`;
}

test.each([
  ['I', ['I', '']],
  ['65', ['I', '65']],
  ['I6513', ['I', '6513']],
  ['011', ['A', '011']],
  ['C43', ['C', '43']],
  ['4390', ['C', '4390']],
  ['44', ['D', '44']],
  ['T97', ['T', '97']],
])('parseIndustryCode() takes %s', (text, parts) => expect(parsed(text)).toEqual(parts));

test.each([
  ['', '0: must be a section from A to T or 2 to 4 digits, is empty'],
  ['6', '1: must have 2 to 4 digits, has 1'],
  ['65131', '4: must have 2 to 4 digits, has 5'],
  ['U65', '0: character 1 must be a section from A to T or a digit, is "U"'],
  ['i65', '0: character 1 must be a section from A to T or a digit, is "i"'],
  ['65X', '2: character 3 must be a digit, is "X"'],
  ['00', '0: division must be 01 to 97, is "00"'],
  ['98', '0: division must be 01 to 97, is "98"'],
  ['A65', '0: division "65" belongs to section "I", not "A"'],
])('parseIndustryCode() refuses "%s"', (text, reason) => expect(parsed(text)).toBe(reason));

test('every division belongs to one section, and sections rise with their divisions', () => {
  const sections = Array.from({ length: 97 }, (_, index) => parsed(String(index + 1).padStart(2, '0'))[0]);
  expect([...new Set(sections)].join('')).toBe('ABCDEFGHIJKLMNOPQRST');
  expect([...sections].sort()).toEqual(sections);
});
