import { expect, test } from 'vitest';
import { required, textColumn } from '../../schema/publication/column.ts';
import { rowParser } from '../../schema/publication/row-parser.ts';
import { rejectRow, type Source } from '../../schema/publication/source.ts';
import { creditPolicies } from '../../schema/registers/credit/record.ts';
import { creditSource } from '../../schema/registers/credit/source.ts';
import { statement } from '../builders/credit-rows.ts';

/** A register of two columns whose rows never fit together, for a reason that begins with no column's name. */
const source: Source = {
  columns: { code: required(textColumn()), floor: textColumn() },
  ...{ geometry: 'none', parents: [], district: null },
  complete: ({ code }) => rejectRow('floor', `the ground below "${code}": must be there, is not`),
};

test('a row that is refused as a whole names the column that the source names, whatever the message begins with', () => {
  const parser = rowParser(['code', 'floor'], { register: { policies: {} }, source, sealed: new Map() });
  expect(parser.parse({ line: 7, cells: ['a', '1'] })).toEqual({
    ok: false,
    code: 'a',
    findings: [
      {
        ...{ level: 'error', reason: 'BAD_VALUE', line: 7, column: 'floor' },
        message: 'Cannot take the ground below "a": must be there, is not',
      },
    ],
  });
});

test.each([
  ['decidedOn', { decidedOn: null }, 'decidedOn of a PENALTY: must be there, is empty or without a year'],
  ['repairedOn', { repairedOn: '3000-01-01' }, 'repairedOn of a PENALTY: year must be at most 2999, is 3000'],
  ['severity', { severity: null }, 'severity of a PENALTY: must be one of MINOR, ORDINARY, SERIOUS, is empty'],
] as const)('a statement without a date or weight that counts names column %s', (column, changed, message) => {
  const cells = statement('one', changed);
  const settings = { register: { policies: creditPolicies }, source: creditSource, sealed: new Map() };
  const parser = rowParser(Object.keys(cells), settings);
  const raw = { line: 2, cells: Object.values(cells).map((cell) => cell ?? '') };
  expect(parser.parse(raw)).toMatchObject({ ok: false, findings: [{ column, message: `Cannot take ${message}` }] });
});
