import { parseDivisionCode } from '../../codes/division-code.ts';
import { encodeGeometry } from '../../geometry/encode-geometry.ts';
import { codeColumn, dateColumn, required, textColumn, wordColumn } from '../../publication/column.ts';
import type { Source } from '../../publication/source.ts';
import { divisionLevels } from './record.ts';

/** One row of a divisions file -> the fields of a division. */
export const divisionSource: Source = {
  columns: {
    code: required(codeColumn(parseDivisionCode)),
    name: required(textColumn()),
    level: required(wordColumn(divisionLevels)),
    parent: codeColumn(parseDivisionCode),
    validFrom: dateColumn(),
    validTo: dateColumn(),
  },
  geometry: 'optional',
  parents: [{ column: 'parent', register: 'DIVISIONS', prefix: false }],
  district: null,
  complete(cells, shape) {
    const level = levelOfCode(String(cells.code));
    if (level !== cells.level) return `level of "${cells.code}" must be ${level}, is ${cells.level}`;
    if (level !== 'CITY' && cells.parent === null) return `parent of "${cells.code}" must be given for a ${level}`;
    if (level === 'CITY' && cells.parent !== null) return `parent of "${cells.code}" must be empty for a CITY`;
    return { ...cells, boundary: shape === null ? null : encodeGeometry(shape), state: 'CURRENT', replaces: [] };
  },
};

function levelOfCode(code: string): (typeof divisionLevels)[number] {
  if (code.length === 12) return 'COMMUNITY';
  if (code.length === 9) return 'STREET';
  return code.endsWith('00') ? 'CITY' : 'DISTRICT';
}
