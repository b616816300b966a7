import { builder } from '../builder.ts';
import { parseBuildingCode } from '../codes/building-code.ts';
import { parseCreditCode } from '../codes/credit-code.ts';
import { type DivisionCode, parseDivisionCode } from '../codes/division-code.ts';
import { type GridCode, parseGridCode } from '../codes/grid-code.ts';
import { parseHouseCode } from '../codes/house-code.ts';
import { type Parsed, refusal } from '../codes/parsed.ts';
import { mayBeResidentId } from '../codes/resident-id.ts';
import { parseWorkGridCode } from '../codes/work-grid-code.ts';
import { counted } from '../counted.ts';
import { visibleError } from '../errors.ts';
import { kindOf } from './kind-of.ts';

function reader<Code extends string>(what: string, parse: (text: string) => Parsed<Code>): (input: unknown) => Code {
  return (input) => {
    if (typeof input !== 'string') {
      throw visibleError('BAD_CODE', `Cannot parse ${what}: must be a string, is ${kindOf(input)}`);
    }
    const parsed = parse(input);
    if (!parsed.ok) throw visibleError('BAD_CODE', refusal(what, shown(input), parsed));
    return parsed.value;
  };
}

/** What may be the number of a person, even a mistyped one, is not repeated. */
function shown(input: string): string {
  return mayBeResidentId(input) ? `<${counted(input.length, 'character')}>` : input;
}

function parseAreaCode(text: string): Parsed<DivisionCode> | Parsed<GridCode> {
  return text.length > 12 ? parseGridCode(text) : parseDivisionCode(text);
}

builder.scalarType('DivisionCode', {
  description: 'Code of a division: 6 digits (city, district), 9 (street) or 12 (community).',
  serialize: (code) => code,
  parseValue: reader('division code', parseDivisionCode),
});
builder.scalarType('GridCode', {
  description: 'Code of a basic grid: 14 digits.',
  serialize: (code) => code,
  parseValue: reader('grid code', parseGridCode),
});
builder.scalarType('WorkGridCode', {
  description: 'Code of a work grid: 15 digits.',
  serialize: (code) => code,
  parseValue: reader('work grid code', parseWorkGridCode),
});
builder.scalarType('BuildingCode', {
  description: 'Code of a building: 19 characters, digits but for the 15th, which may be an upper-case letter.',
  serialize: (code) => code,
  parseValue: reader('building code', parseBuildingCode),
});
builder.scalarType('HouseCode', {
  description: 'Code of a house: 25 characters, digits but for the 15th, which may be an upper-case letter.',
  serialize: (code) => code,
  parseValue: reader('house code', parseHouseCode),
});
builder.scalarType('AreaCode', {
  description: 'Code of a division of any level (6, 9 or 12 digits) or of a basic grid (14 digits).',
  serialize: (code) => code,
  parseValue: reader<DivisionCode | GridCode>('area code', parseAreaCode),
});
builder.scalarType('CreditCode', {
  description:
    'Unified social credit code of an organisation (GB 32100-2015): 18 characters, the last one a check character.',
  serialize: (code) => code,
  parseValue: reader('credit code', parseCreditCode),
});
