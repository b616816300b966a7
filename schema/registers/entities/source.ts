import { type CreditCode, creditCodeWarning, parseCreditCode } from '../../codes/credit-code.ts';
import { parseGridCode } from '../../codes/grid-code.ts';
import { parseHouseCode } from '../../codes/house-code.ts';
import { type IndustryCode, industrySection, parseIndustryCode } from '../../codes/industry-code.ts';
import type { Day } from '../../dates/day.ts';
import { type PointedAt, rowOn } from '../../publication/admission.ts';
import {
  type Column,
  codeColumn,
  dateColumn,
  decimalColumn,
  required,
  textColumn,
  wordColumn,
} from '../../publication/column.ts';
import type { Source } from '../../publication/source.ts';
import type { IncomingRow } from '../register.ts';
import { longestName } from './name-key.ts';
import { entityStatuses } from './record.ts';
import { withoutTellingDates } from './telling-dates.ts';

/** One row of an entities file -> the fields of an entity. */
export const entitySource: Source = {
  columns: {
    code: required(withWarning(codeColumn(parseCreditCode))),
    name: required(textColumn(longestName)),
    status: required(wordColumn(entityStatuses)),
    registeredOn: dateColumn(),
    dissolvedOn: dateColumn(),
    industry: codeColumn(parseIndustryCode),
    capital: decimalColumn(0, 1_000_000_000),
    representative: textColumn(),
    phone: 'sealed',
    address: textColumn(),
    house: codeColumn(parseHouseCode),
    grid: codeColumn(parseGridCode),
    validFrom: dateColumn(),
    validTo: dateColumn(),
  },
  geometry: 'none',
  parents: [
    { column: 'house', register: 'HOUSES', prefix: false, beyond: { column: 'building', register: 'BUILDINGS' } },
    { column: 'grid', register: 'GRIDS', prefix: false },
  ],
  district: 'community',
  complete(cells) {
    const { industry } = cells;
    const section = typeof industry === 'string' ? industrySection(industry as IndustryCode) : null;
    return { ...cells, industrySection: section, community: null, state: 'CURRENT', replaces: [] };
  },
  withhold: withoutTellingDates,
  isPast: (row) => row.status === 'DISSOLVED',
  derive: (row, pointedAt, day) => ({ ...row, community: communityOf(row, pointedAt, day) }),
};

/** The organisation part of some real codes fails its own check (GB 11714): a warning, never a refusal. */
function withWarning(column: Column): Column {
  return {
    ...column,
    read(text) {
      const result = column.read(text);
      const warning = result.ok ? creditCodeWarning(text as CreditCode) : null;
      return warning === null || !result.ok ? result : { ...result, warning, warns: 'BAD_CODE' };
    },
  };
}

/** Where it lies on the day: its grid says so, else its house's building. What is no more lies where it lay at last. */
function communityOf(row: IncomingRow, pointedAt: PointedAt, day: Day): string | null {
  const grid = at(row.grid, 'GRIDS', pointedAt, day);
  if (grid !== null) return textOf(grid.community);
  const house = at(row.house, 'HOUSES', pointedAt, day);
  return textOf(at(house?.building, 'BUILDINGS', pointedAt, day)?.community);
}

function at(code: unknown, register: 'GRIDS' | 'HOUSES' | 'BUILDINGS', pointedAt: PointedAt, day: Day) {
  if (typeof code !== 'string') return null;
  const rows = pointedAt(register, code);
  return rowOn(rows, day) ?? rows.at(-1) ?? null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
