import { type DivisionCode, divisionCodeLevel, divisionLevels, parseDivisionCode } from '../../codes/division-code.ts';
import { encodeGeometry } from '../../geometry/encode-geometry.ts';
import { codeColumn, dateColumn, required, textColumn, wordColumn } from '../../publication/column.ts';
import { type RowRejection, rejectRow, type Source } from '../../publication/source.ts';

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
    const fault = faultOfLevel(cells.code as DivisionCode, cells.level, cells.parent as DivisionCode | null);
    if (fault !== null) return fault;
    return { ...cells, boundary: shape === null ? null : encodeGeometry(shape), state: 'CURRENT', replaces: [] };
  },
};

/** A division lies in a wider one, so that no chain of parents comes back to where it began. */
function faultOfLevel(code: DivisionCode, stated: unknown, parent: DivisionCode | null): RowRejection | null {
  const level = divisionCodeLevel(code);
  const rejected = (column: 'level' | 'parent', state: string) =>
    rejectRow(column, `${column} of "${code}": must be ${state}`);
  if (level !== stated) return rejected('level', `${level}, is ${stated}`);
  if (level === 'CITY') return parent === null ? null : rejected('parent', `empty for a CITY, is "${parent}"`);
  if (parent === null) return rejected('parent', `given for a ${level}, is empty`);
  const wider = divisionLevels.indexOf(divisionCodeLevel(parent)) < divisionLevels.indexOf(level);
  return wider ? null : rejected('parent', `wider than a ${level}, is "${parent}"`);
}
