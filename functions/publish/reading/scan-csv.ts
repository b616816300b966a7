import { counted } from '../../../schema/counted.ts';
import { cleanCells } from './clean-text.ts';
import { type CsvCursor, type CsvRecord, readCsvRecord } from './csv-record.ts';
import { type DecodedBlock, decodeBlock } from './decode-block.ts';
import type { RawRow, RowFault } from './raw-row.ts';
import type { Scanner } from './scan-source.ts';
import { sourceFault } from './source-fault.ts';
import { wholeLines } from './whole-lines.ts';

const MISQUOTED = 'Cannot read row: a quote may stand only around a cell, or doubled inside a quoted one, is elsewhere';
const ASTRAY = `${MISQUOTED}, and where the row ends cannot be told`;

interface Scan {
  columns: readonly string[] | null;
  line: number;
}

/** Reads CSV as RFC 4180 has it: comma, double quote, a header; LF, CRLF or CR; blank lines are passed over. */
export function createCsvScanner(): Scanner {
  const state: Scan = { columns: null, line: 1 };
  return {
    line: () => state.line,
    scan(bytes, last) {
      const block = last ? bytes : bytes.subarray(0, wholeLines(bytes));
      const rows: RawRow[] = [];
      const faults: RowFault[] = [];
      const consumed = scanBlock(state, block, { rows, faults, last });
      if (last && state.columns === null)
        throw sourceFault('EMPTY', null, 'Cannot read source: must have a header, is empty');
      return { consumed, batch: { columns: state.columns ?? [], header: state.columns !== null, rows, faults } };
    },
  };
}

interface Output {
  readonly rows: RawRow[];
  readonly faults: RowFault[];
  readonly last: boolean;
}

function scanBlock(state: Scan, bytes: Buffer, output: Output): number {
  if (bytes.length === 0) return 0;
  const { text, clean } = decodeBlock(bytes);
  const ended = /[\r\n]$/.test(text.slice(-1)) ? text : `${text}\n`;
  const cursor: CsvCursor = { text: ended, position: 0, line: state.line };
  while (cursor.position < ended.length) {
    const line = cursor.line;
    const record = readCsvRecord(cursor);
    if (record === 'OPEN') break;
    take(state, { line, record, clean }, output);
  }
  state.line = cursor.line;
  if (cursor.position >= text.length) return bytes.length;
  if (output.last)
    throw sourceFault('TRUNCATED', cursor.line, 'Cannot read row: quoted cell must be closed, source ends inside');
  return clean ? bytes.length - Buffer.byteLength(text.slice(cursor.position)) : cursor.position;
}

interface Taken {
  readonly line: number;
  readonly record: Exclude<CsvRecord, 'OPEN'>;
  readonly clean: DecodedBlock['clean'];
}

function take(state: Scan, { line, record, clean }: Taken, output: Output): void {
  if (record === 'ASTRAY') throw sourceFault('BAD_QUOTING', line, ASTRAY);
  if (record === 'MISQUOTED') {
    if (state.columns === null) throw sourceFault('BAD_HEADER', line, MISQUOTED.replace('row', 'header'));
    output.faults.push({ line, reason: 'BAD_VALUE', message: MISQUOTED });
    return;
  }
  if (record.length === 1 && record[0] === '') return;
  const cells = clean ? record : cleanCells(record, true);
  if (state.columns === null) {
    if (!Array.isArray(cells)) throw sourceFault('BAD_ENCODING', line, cells.message.replace('row', 'header'));
    state.columns = checkHeader(cells, line);
  } else if (!Array.isArray(cells)) {
    output.faults.push({ line, ...cells });
  } else if (cells.length !== state.columns.length) {
    const message = `Cannot read row: must have ${counted(state.columns.length, 'cell')}, has ${cells.length}`;
    output.faults.push({ line, reason: 'BAD_VALUE', message });
  } else {
    output.rows.push({ line, cells });
  }
}

/** Repeats no name: a file that lacks its header has data there. */
function checkHeader(columns: readonly string[], line: number): readonly string[] {
  for (const [index, name] of columns.entries()) {
    const first = columns.indexOf(name);
    if (first === index) continue;
    const message = `Cannot read header: columns must differ in name, columns ${first + 1} and ${index + 1} are alike`;
    throw sourceFault('BAD_HEADER', line, message);
  }
  return columns;
}
