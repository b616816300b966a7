import { parseBuildingCode } from '../../codes/building-code.ts';
import { parseCommunityCode } from '../../codes/community-code.ts';
import { parseGridCode } from '../../codes/grid-code.ts';
import {
  codeColumn,
  codesColumn,
  dateColumn,
  degreesColumn,
  integerColumn,
  required,
  textColumn,
  wordColumn,
} from '../../publication/column.ts';
import type { Source } from '../../publication/source.ts';
import { states } from '../lifecycle.ts';
import { uses } from '../uses.ts';
import { legalities } from './record.ts';

/** One row of a buildings file -> the fields of a building. */
export const buildingSource: Source = {
  columns: {
    code: required(codeColumn(parseBuildingCode)),
    name: textColumn(),
    address: textColumn(),
    grid: required(codeColumn(parseGridCode)),
    community: required(codeColumn(parseCommunityCode)),
    lon: required(degreesColumn(180)),
    lat: required(degreesColumn(90)),
    floorsAbove: integerColumn(0, 999),
    floorsBelow: integerColumn(0, 99),
    builtOn: dateColumn(),
    use: wordColumn(uses),
    legality: wordColumn(legalities),
    state: required(wordColumn(states)),
    validFrom: dateColumn(),
    validTo: dateColumn(),
    replaces: codesColumn(parseBuildingCode),
  },
  geometry: 'none',
  parents: [
    { column: 'grid', register: 'GRIDS', prefix: true },
    { column: 'community', register: 'DIVISIONS', prefix: true },
  ],
  district: 'community',
  complete: (cells) => cells,
};
