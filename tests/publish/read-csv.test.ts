import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRows } from '../../functions/publish/read-rows.ts';
import { RECORD_LIMIT } from '../../functions/publish/reading/scan-source.ts';
import { readAll } from './source-of.ts';

const CELL_ALPHABET = ['a', 'b', '7', ' ', ',', '"', '\n', '\r\n', '\r', '福', '𠮷', 'é', '\ufffd', '|'];
const cell = fc.array(fc.constantFrom(...CELL_ALPHABET), { maxLength: 6 }).map((parts) => parts.join(''));
const table = fc
  .integer({ min: 2, max: 5 })
  .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 12 }));
const lineEnd = fc.constantFrom('\n', '\r\n', '\r');

function quoted(text: string, always: boolean): string {
  return always || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function written(rows: readonly (readonly string[])[], end: string, always: boolean): string {
  const header = (rows[0] ?? []).map((_, index) => `column${index}`);
  return [header, ...rows].map((row) => row.map((text) => quoted(text, always)).join(',') + end).join('');
}

describe('readRows() of CSV', () => {
  it('reads what csv-parse reads, with the same line numbers', async () => {
    const property = fc.asyncProperty(
      table,
      lineEnd,
      fc.boolean(),
      fc.integer({ min: 1, max: 40 }),
      async (rows, end, always, size) => {
        const text = written(rows, end, always);
        const reading = await readAll(text, 'any.csv', size);
        const expected: string[][] = parse(text, { record_delimiter: end, skip_empty_lines: true });
        expect(reading.refused).toBeNull();
        expect(reading.faults).toEqual([]);
        expect([reading.columns, ...reading.rows.map((row) => row.cells)]).toEqual(
          expected.map((row) => row.map((text) => text.normalize('NFC'))),
        );
        let line = 2;
        for (const [index, row] of rows.entries()) {
          expect(reading.rows[index]?.line).toBe(line);
          line += row.reduce((lines, text) => lines + text.split(/\r\n|\n|\r/).length - 1, 1);
        }
      },
    );
    await fc.assert(property, { seed: 3, numRuns: 400 });
  });

  it('gives the same whatever the chunks are', async () => {
    const text = 'code,name\r\n1,"福\r\n田, ""x"""\r\n\r\n2,é\r\n3\r\n4,a"b\r\n5,"ok"\r\n6,"x"y\r\n7,last';
    const bytes = Buffer.concat([
      Buffer.from([0xef, 0xbb, 0xbf]),
      Buffer.from(text),
      Buffer.from([0xff, 10]),
      Buffer.from('8,end'),
    ]);
    const whole = await readAll(bytes, '');
    expect(whole.rows.map(({ line, cells }) => [line, ...cells])).toEqual([
      [2, '1', '福\r\n田, "x"'],
      [5, '2', 'é'],
      [8, '5', 'ok'],
      [11, '8', 'end'],
    ]);
    expect(whole.faults.map(({ line, reason }) => [line, reason])).toEqual([
      [6, 'BAD_VALUE'],
      [7, 'BAD_VALUE'],
      [9, 'BAD_VALUE'],
      [10, 'BAD_ENCODING'],
    ]);
    for (let size = 1; size <= bytes.length; size++) expect(await readAll(bytes, '', size)).toEqual(whole);
  });

  it('rejects the row of a bad byte wherever it stands, and no other', async () => {
    const lines = ['code,name', '1,"福\ufffd"', '2,"a\nb"', '3,c'];
    const bytes = Buffer.from(lines.join('\n'));
    const startOfSecond = bytes.indexOf('\n2,') + 1;
    const startOfThird = bytes.indexOf('\n3,') + 1;
    const startOfFirst = bytes.indexOf('\n1,') + 1;
    for (let at = startOfFirst; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      if ([10, 34, 44].includes(byte)) continue;
      const broken = Buffer.from(bytes).fill(0xff, at, at + 1);
      const line = at < startOfSecond ? 2 : at < startOfThird ? 3 : 5;
      const { rows, faults, refused } = await readAll(broken, 'x.csv', 7);
      expect(refused).toBeNull();
      expect(faults.map((fault) => [fault.line, fault.reason])).toEqual([[line, 'BAD_ENCODING']]);
      expect(rows.map((row) => row.line)).toEqual([2, 3, 5].filter((other) => other !== line));
      for (const row of rows) if (row.line === 2) expect(row.cells).toEqual(['1', '福\ufffd']);
    }
  });

  it('refuses a source whose header is not UTF-8, and names no column', async () => {
    const { refused } = await readAll(Buffer.from('code,\xc3\n1,2\n', 'latin1'), 'x.csv');
    expect(refused).toMatchObject({ reason: 'BAD_ENCODING', line: 1 });
  });

  it('refuses UTF-16, with and without a mark', async () => {
    const text = Buffer.from('code,name\n1,2\n', 'utf16le');
    expect((await readAll(text, 'x.csv')).refused).toMatchObject({ reason: 'BAD_ENCODING' });
    const marked = Buffer.concat([Buffer.from([0xff, 0xfe]), text]);
    expect((await readAll(marked, 'x.csv')).refused).toMatchObject({ reason: 'UNKNOWN_FORMAT' });
  });

  it('rejects a row with a NUL character', async () => {
    const { rows, faults } = await readAll('a,b\n1,x\0y\n2,福\n', 'x.csv');
    expect(faults).toMatchObject([{ line: 2, reason: 'BAD_VALUE' }]);
    expect(rows.map((row) => row.cells)).toEqual([['2', '福']]);
  });

  it('names both counts when a row has a wrong number of cells', async () => {
    const { faults, rows } = await readAll('a,b,c\n1,2\n1,2,3\n1,2,3,4\n,,\n', 'x.csv');
    expect(faults).toEqual([
      { line: 2, reason: 'BAD_VALUE', message: 'Cannot read row: must have 3 cells, has 2' },
      { line: 4, reason: 'BAD_VALUE', message: 'Cannot read row: must have 3 cells, has 4' },
    ]);
    expect(rows.map((row) => row.cells)).toEqual([
      ['1', '2', '3'],
      ['', '', ''],
    ]);
  });

  it('brings text into NFC and leaves everything else as it stands', async () => {
    const { columns, rows } = await readAll('a,e\u0301\n  x ,e\u0301\n,\u212b\n', 'x.csv');
    expect(columns).toEqual(['a', '\u00e9']);
    expect(rows.map((row) => row.cells)).toEqual([
      ['  x ', '\u00e9'],
      ['', '\u00c5'],
    ]);
  });

  it('gives the columns of a header without rows', async () => {
    for (const text of ['code,name', 'code,name\n', '\n\r\ncode,name\r\n\r\n']) {
      expect(await readAll(text, 'x.csv')).toEqual({ columns: ['code', 'name'], rows: [], faults: [], refused: null });
    }
  });

  it('refuses nothing at all, a mark alone and blank lines alone as EMPTY', async () => {
    for (const text of ['', '\ufeff', '\n\r\n\r']) {
      expect((await readAll(text, 'x.csv')).refused).toMatchObject({ reason: 'EMPTY' });
    }
  });

  it('refuses a header that names a column twice', async () => {
    const { refused } = await readAll('a,b,a\n1,2,3\n', 'x.csv');
    expect(refused).toMatchObject({ reason: 'BAD_HEADER', line: 1 });
    expect(refused?.message).toContain('columns 1 and 3');
  });

  it('refuses a header with bad quoting', async () => {
    expect((await readAll('a,b"c\n1,2\n', 'x.csv')).refused).toMatchObject({ reason: 'BAD_HEADER', line: 1 });
  });
});

describe('bad quoting', () => {
  it.each([
    ['a quote inside an unquoted cell', '5" pipe,x'],
    ['quotes around a part of a cell', 'a "b" c,x'],
    ['text after a closing quote', '"ab"c,x'],
    ['quotes that are not doubled inside a quoted cell', '"a "b" c",x'],
  ])('rejects the row alone: %s', async (_, line) => {
    const { rows, faults, refused } = await readAll(`a,b\n1,2\n${line}\n3,4\n`, 'x.csv');
    expect(refused).toBeNull();
    expect(faults).toMatchObject([{ line: 3, reason: 'BAD_VALUE' }]);
    expect(rows.map((row) => [row.line, ...row.cells])).toEqual([
      [2, '1', '2'],
      [4, '3', '4'],
    ]);
  });

  it.each([
    ['an odd number of quotes on the line', 'a,b\n1,2\n"5" pipe",x\n3,4\n', 3],
    ['a cell left open that swallows rows up to the next quote', 'a,b\n1,2\n"x,1\n3,"y"\n5,6\n', 3],
  ])('refuses the source where the end of the row cannot be told: %s', async (_, text, line) => {
    expect((await readAll(text, 'x.csv')).refused).toMatchObject({ reason: 'BAD_QUOTING', line });
  });

  it('refuses a source that ends inside a quote, wherever it is cut', async () => {
    const text = 'a,b\n1,2\n3,"x, ""y""\n z"';
    for (let length = text.indexOf('"') + 1; length <= text.length; length++) {
      const cut = text.slice(0, length);
      const isOpen = cut.replaceAll(/[^"]/g, '').length % 2 === 1;
      const { refused } = await readAll(cut, 'x.csv', 3);
      expect([cut, refused?.reason, refused?.line]).toEqual([
        cut,
        ...(isOpen ? ['TRUNCATED', 3] : [undefined, undefined]),
      ]);
    }
  });
});

describe('size bounds', () => {
  it('refuses a record over the limit and holds no more than that of it', async () => {
    const chunk = Buffer.alloc(1 << 20, 'x');
    let given = 0;
    const endless = async function* () {
      yield Buffer.from('a,b\n1,2\n3,"');
      for (; given < 64; given++) yield chunk;
    };
    const reading = async () => {
      for await (const _ of readRows(endless(), 'x.csv'));
    };
    await expect(reading()).rejects.toMatchObject({ name: 'SourceFault', reason: 'TOO_LARGE', line: 3 });
    expect(given * chunk.length).toBeLessThan(2 * RECORD_LIMIT);
  });

  it('reads a record just under the limit', async () => {
    const long = 'x'.repeat(RECORD_LIMIT - 100);
    const { rows } = await readAll(`a,b\n1,"${long}\n"\n2,3\n`, 'x.csv', 50_000);
    expect(rows.map((row) => [row.line, row.cells[0], String(row.cells[1]).length])).toEqual([
      [2, '1', long.length + 1],
      [4, '2', 1],
    ]);
  });
});
