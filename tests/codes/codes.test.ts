import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildingCodeParts, formatBuildingCode, parseBuildingCode } from '../../schema/codes/building-code.ts';
import { parseCommunityCode } from '../../schema/codes/community-code.ts';
import { divisionCodeParts, formatDivisionCode, parseDivisionCode } from '../../schema/codes/division-code.ts';
import { formatGridCode, gridCodeParts, parseGridCode } from '../../schema/codes/grid-code.ts';
import { formatHouseCode, houseCodeParts, parseHouseCode } from '../../schema/codes/house-code.ts';
import { type Parsed, refusal } from '../../schema/codes/parsed.ts';
import { formatWorkGridCode, parseWorkGridCode, workGridCodeParts } from '../../schema/codes/work-grid-code.ts';
import houseCodeVectors from '../vectors/house-codes.json' with { type: 'json' };
import { buildingCodes, digits, divisionCodes, houseCodes } from './generated-codes.ts';

/** A code with its verbs, tried together: what `parse` takes, `format` and `parts` are given. */
interface CodeUnderTest {
  readonly name: string;
  readonly codes: fc.Arbitrary<string>;
  /** Offsets where an upper-case letter may stand. */
  readonly letterAt: readonly number[];
  read(text: string): Parsed<{ formatted: string; segments: string[] }>;
}

function codeUnderTest<Code extends string>(
  name: string,
  codes: fc.Arbitrary<string>,
  parse: (text: string) => Parsed<Code>,
  format: (code: Code) => string,
  parts: (code: Code) => object,
): CodeUnderTest {
  const letterAt = name === 'parseBuildingCode' || name === 'parseHouseCode' ? [14] : [];
  const read: CodeUnderTest['read'] = (text) => {
    const parsed = parse(text);
    if (!parsed.ok) return parsed;
    const segments = Object.entries(parts(parsed.value)).flatMap(([part, segment]) =>
      part === 'level' || segment === null ? [] : [String(segment)],
    );
    return { ok: true, value: { formatted: format(parsed.value), segments } };
  };
  return { name, codes, letterAt, read };
}

const codesUnderTest = [
  codeUnderTest('parseDivisionCode', divisionCodes, parseDivisionCode, formatDivisionCode, divisionCodeParts),
  codeUnderTest('parseGridCode', digits(14), parseGridCode, formatGridCode, gridCodeParts),
  codeUnderTest('parseWorkGridCode', digits(15), parseWorkGridCode, formatWorkGridCode, workGridCodeParts),
  codeUnderTest('parseBuildingCode', buildingCodes, parseBuildingCode, formatBuildingCode, buildingCodeParts),
  codeUnderTest('parseHouseCode', houseCodes, parseHouseCode, formatHouseCode, houseCodeParts),
];

const runs = { seed: 2017, numRuns: 10_000 };

// One of every kind that people type or files carry: lower case, blanks, full width, signs, another script, half a pair.
const strangers = [...'az \t\n\u00a0\u3000\ufeff\u200b４Ａ*-./:@[`{é张\0\ud83d'];

describe.each(codesUnderTest)('$name()', ({ codes, letterAt, read }) => {
  test('takes every well-formed code and cuts it into segments that make it again', () => {
    fc.assert(
      fc.property(codes, (code) => {
        const parsed = read(code);
        if (!parsed.ok) throw new Error(parsed.reason);
        expect(parsed.value.segments.join('')).toBe(code);
        expect(parsed.value.formatted).toBe(parsed.value.segments.join(' '));
      }),
      runs,
    );
  });

  test('refuses every character outside the alphabet, at its offset', () => {
    fc.assert(
      fc.property(codes, fc.nat(24), fc.constantFrom(...strangers), (code, offset, stranger) => {
        const at = offset % code.length;
        const parsed = read(code.slice(0, at) + stranger + code.slice(at + 1));
        expect(parsed).toMatchObject({ ok: false, at });
        if (!parsed.ok) expect(parsed.reason).toMatch(new RegExp(`^character ${at + 1} must be a digit`));
      }),
      runs,
    );
  });

  test('takes an upper-case letter only where the standard has one', () => {
    fc.assert(
      fc.property(codes, fc.nat(24), (code, offset) => {
        const at = offset % code.length;
        expect(read(`${code.slice(0, at)}B${code.slice(at + 1)}`).ok).toBe(letterAt.includes(at));
      }),
      runs,
    );
  });

  test('refuses every other length, at the offset where the code should go on or end', () => {
    fc.assert(
      fc.property(codes, digits(3), fc.nat(24), (code, more, kept) => {
        const longest = code.length;
        fc.pre(read(code + more).ok === false && read(code.slice(0, kept)).ok === false);
        expect(read(code + more)).toMatchObject({ ok: false, reason: expect.stringMatching(/^length must be/) });
        if (kept < longest) expect(read(code.slice(0, kept))).toMatchObject({ ok: false, at: kept });
      }),
      { seed: 2017, numRuns: 1_000 },
    );
  });
});

describe('published codes', () => {
  test.each(houseCodeVectors.codes)('$code is a $kind and has the published segments', ({ code, kind, segments }) => {
    const parts =
      kind === 'house'
        ? partsOf(parseHouseCode(code), houseCodeParts)
        : partsOf(parseBuildingCode(code), buildingCodeParts);
    expect(parts).toEqual(segments);
  });

  test('a building is no house, a house no building, and their prefixes are codes of their own', () => {
    for (const { code, kind } of houseCodeVectors.codes) {
      expect(parseHouseCode(code).ok).toBe(kind === 'house');
      expect(parseBuildingCode(code).ok).toBe(kind === 'building');
      expect(parseBuildingCode(code.slice(0, 19)).ok).toBe(true);
      expect(parseGridCode(code.slice(0, 14)).ok).toBe(true);
      expect(parseCommunityCode(code.slice(0, 12)).ok).toBe(true);
    }
  });

  test('segments are shown to people with spaces between', () => {
    const parsed = parseHouseCode('4403040010010100001000001');
    expect(parsed.ok && formatHouseCode(parsed.value)).toBe('440304 001 001 01 00001 000001');
  });
});

describe('a refusal', () => {
  test.each([
    ['3101', 'length must be 25, is 4', 4],
    ['', 'length must be 25, is 0', 0],
    ['44030400100101000010000012', 'length must be 25, is 26', 25],
    ['4403040010010100001000001 ', 'character 26 must be absent, is " "', 25],
    ['4403040010010100001000001\n', 'character 26 must be absent, is invisible U+000A', 25],
    [' 440304001001010000100000', 'character 1 must be a digit, is " "', 0],
    ['44030400100101*0001000001', 'character 15 must be a digit or an upper-case letter, is "*"', 14],
    ['44030400100101t0001000001', 'character 15 must be a digit or an upper-case letter, is "t"', 14],
    ['44030400100101Ｔ0001000001', 'character 15 must be a digit or an upper-case letter, is full-width "T"', 14],
    ['440304001001010000１000001', 'character 19 must be a digit, is full-width "1"', 18],
    ['\ufeff440304001001010000100000', 'character 1 must be a digit, is invisible U+FEFF', 0],
    ['张三', 'character 1 must be a digit, is not ASCII', 0],
    ['4403040010010100001******', 'character 20 must be a digit, is "*"', 19],
  ])('of %j as a house code says why and where', (text, reason, at) => {
    expect(parseHouseCode(text)).toEqual({ ok: false, reason, at });
  });

  test('is a sentence that quotes the value, or its beginning', () => {
    expect(messageOf('3101')).toBe('Cannot parse house code "3101": length must be 25, is 4');
    expect(messageOf('4"\n')).toBe('Cannot parse house code "4\\"\\n": character 2 must be a digit, is "\\""');
    expect(messageOf('4'.repeat(1_000_000))).toBe(
      `Cannot parse house code "${'4'.repeat(60)}…": length must be 25, is 1000000`,
    );
  });

  test('names all lengths that a division code may have', () => {
    expect(parseDivisionCode('4403041')).toEqual({ ok: false, reason: 'length must be 6, 9 or 12, is 7', at: 7 });
    expect(parseDivisionCode('440304 ')).toEqual({ ok: false, reason: 'character 7 must be a digit, is " "', at: 6 });
  });
});

describe('a division code', () => {
  test.each([
    ['440300', { level: 'CITY', district: '440300', street: null, community: null }],
    ['440304', { level: 'DISTRICT', district: '440304', street: null, community: null }],
    ['440304010', { level: 'STREET', district: '440304', street: '010', community: null }],
    ['441900003', { level: 'STREET', district: '441900', street: '003', community: null }],
    ['440304010001', { level: 'COMMUNITY', district: '440304', street: '010', community: '001' }],
  ])('%s tells its level and parts', (code, parts) => {
    expect(partsOf(parseDivisionCode(code), divisionCodeParts)).toEqual(parts);
  });

  test('of a community is the only one that parseCommunityCode() takes', () => {
    expect(parseCommunityCode('440304010001').ok).toBe(true);
    expect(parseCommunityCode('440304010')).toEqual({ ok: false, reason: 'length must be 12, is 9', at: 9 });
  });
});

function partsOf<Code>(parsed: Parsed<Code>, parts: (code: Code) => object): object {
  return parsed.ok ? parts(parsed.value) : parsed;
}

function messageOf(text: string): string {
  const parsed = parseHouseCode(text);
  return parsed.ok ? '' : refusal('house code', text, parsed);
}
