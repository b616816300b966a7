import { parseBuildingCode } from '../../codes/building-code.ts';
import { parseHouseCode } from '../../codes/house-code.ts';
import {
  booleanColumn,
  codeColumn,
  codesColumn,
  dateColumn,
  decimalColumn,
  integerColumn,
  required,
  textColumn,
  wordColumn,
} from '../../publication/column.ts';
import type { Source } from '../../publication/source.ts';
import { states } from '../lifecycle.ts';
import { uses } from '../uses.ts';
import { floorAreaBandOf } from './floor-area-band.ts';

/** One row of a houses file -> the fields of a house. */
export const houseSource: Source = {
  columns: {
    code: required(codeColumn(parseHouseCode)),
    building: required(codeColumn(parseBuildingCode)),
    room: textColumn(),
    floor: integerColumn(-99, 999),
    use: wordColumn(uses),
    floorArea: decimalColumn(0, 1_000_000),
    rented: booleanColumn(),
    ownerName: 'sealed',
    ownerId: 'sealed',
    occupants: 'sealed',
    state: required(wordColumn(states)),
    validFrom: dateColumn(),
    validTo: dateColumn(),
    replaces: codesColumn(parseHouseCode),
  },
  geometry: 'none',
  parents: [{ column: 'building', register: 'BUILDINGS', prefix: true }],
  district: 'building',
  complete(cells) {
    const area = cells.floorArea;
    return { ...cells, floorAreaBand: floorAreaBandOf(typeof area === 'number' ? area : null) };
  },
};
