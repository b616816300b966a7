import { cleanCells, decodeRaw, type TextFault } from './clean-text.ts';
import { decodeBlock } from './decode-block.ts';
import { jsonValueEnd, skipSpace } from './json-value-end.ts';
import { isProperties, parseJson } from './parse-json.ts';
import { createPropertyColumns, type PropertyColumns } from './property-columns.ts';
import type { RawRow, RowFault } from './raw-row.ts';
import type { Scanner } from './scan-source.ts';
import { sourceFault } from './source-fault.ts';
import { wholeLines } from './whole-lines.ts';

const NOT_AN_OBJECT: TextFault = {
  reason: 'BAD_VALUE',
  message: 'Cannot read row: line must be a JSON object, is not',
};

/** Reads one JSON object a line; blank lines are passed over. */
export function createNdjsonScanner(): Scanner {
  const columns = createPropertyColumns();
  let line = 1;
  let open = 0;
  return {
    line: () => line,
    scan(bytes, last) {
      const block = last ? bytes : bytes.subarray(0, wholeLines(bytes));
      const { text, clean } = decodeBlock(block);
      const rows: RawRow[] = [];
      const faults: RowFault[] = [];
      const lines = text.split(/\r\n|\n|\r/);
      // What follows the last line end is nothing yet.
      if (!last) lines.pop();
      for (const content of lines) {
        const row = content.trim() === '' ? null : readLine(content, { line, clean, columns });
        if (row && 'reason' in row) faults.push(row);
        else if (row) rows.push(row);
        if (row) open = 'reason' in row && isOpen(content) ? line : 0;
        line += 1;
      }
      if (last && open > 0) throw sourceFault('TRUNCATED', open, 'Cannot read row: source ends inside a JSON value');
      return { consumed: block.length, batch: { columns: columns.names, header: false, rows, faults } };
    },
  };
}

interface LineContext {
  readonly line: number;
  readonly clean: boolean;
  readonly columns: PropertyColumns;
}

function readLine(content: string, { line, clean, columns }: LineContext): RawRow | RowFault {
  const text = clean ? content : decodeRaw(content);
  if (typeof text !== 'string') return { line, ...text };
  const value = parseJson(text);
  if (!isProperties(value)) return { line, ...NOT_AN_OBJECT };
  const found = columns.align(value, line);
  const cells = clean && !text.includes('\\u') ? found : cleanCells(found, false);
  return Array.isArray(cells) ? { line, cells } : { line, ...cells };
}

/** True when the line is the beginning of a JSON value. */
function isOpen(content: string): boolean {
  const bytes = Buffer.from(`${content}\n`);
  return jsonValueEnd(bytes, skipSpace(bytes, 0)) < 0;
}
