import { parseCreditCode } from '../../codes/credit-code.ts';
import { type Parsed, refuse } from '../../codes/parsed.ts';
import { findPersonData } from '../../privacy/person-data.ts';
import { type Column, codeColumn, dateColumn, required, textColumn, wordColumn } from '../../publication/column.ts';
import { type Cells, type RowRejection, rejectRow, type Source } from '../../publication/source.ts';
import { type CreditRecord, creditKinds, creditSeverities } from './record.ts';

const longestText = 500;

/** One row of a credit file -> the fields of a statement. */
export const creditSource: Source = {
  key: 'id',
  columns: {
    id: required(idColumn()),
    subject: required(codeColumn(parseCreditCode)),
    kind: required(wordColumn(creditKinds)),
    severity: wordColumn(creditSeverities),
    authority: shortColumn(),
    documentNumber: shortColumn(),
    decidedOn: dateColumn(),
    validUntil: dateColumn(),
    repairedOn: dateColumn(),
    withdrawnOn: dateColumn(),
    title: shortColumn(),
    sourceUrl: addressColumn(),
    retrievedOn: dateColumn(),
    personId: 'sealed',
  },
  geometry: 'none',
  parents: [],
  district: null,
  complete(cells) {
    return wanting(cells) ?? { ...cells, code: cells.id ?? null, validFrom: null, replaces: [] };
  },
};

/** Months are counted from these, and no day may come out that has no name. */
const counted = ['decidedOn', 'repairedOn', 'withdrawnOn'] as const;
const lastYear = '2999';

/** A penalty or an entry on a list is shown for a time that is counted from its date, by its severity. */
function wanting(cells: Cells): RowRejection | null {
  const { kind, decidedOn, severity } = cells;
  const far = counted.find((column) => String(cells[column] ?? '').slice(0, 4) > lastYear);
  const rejected = (column: keyof CreditRecord, state: string) => rejectRow(column, `${column} of a ${kind}: ${state}`);
  if (far !== undefined) return rejected(far, `year must be at most ${lastYear}, is ${String(cells[far]).slice(0, 4)}`);
  if (kind !== 'PENALTY' && kind !== 'DISHONESTY') return null;
  if (decidedOn === null) return rejected('decidedOn', 'must be there, is empty or without a year');
  return severity === null ? rejected('severity', `must be one of ${creditSeverities.join(', ')}, is empty`) : null;
}

/** Ids are keys of trees, and stand in them between spaces. */
function idColumn(): Column {
  return { ...codeColumn(parseStatementId), alphabet: /^[\w.:/-]{1,64}$/ };
}

function parseStatementId(text: string): Parsed<string> {
  if (!/^[A-Za-z0-9][\w.:/-]{0,63}$/.test(text))
    return refuse('must be 1 to 64 letters, digits, "_", ".", ":", "/" or "-", and begin with one of the first two', 0);
  if (findPersonData(text).length > 0) return refuse('must be no number of a person, looks like one', 0);
  return { ok: true, value: text };
}

/** Text that fits in a line: a report of some hundred statements stays a report. */
function shortColumn(): Column {
  const column = textColumn();
  return {
    ...column,
    read(text) {
      if (text.length <= longestText) return column.read(text);
      return { ok: false, reason: 'BAD_VALUE', message: `length must be at most ${longestText}, is ${text.length}` };
    },
  };
}

/** An address of the web that a reader may be sent to. */
function addressColumn(): Column {
  const column = shortColumn();
  return {
    ...column,
    read(text) {
      if (/^https?:\/\/[^\s"<>\\]+$/.test(text)) return column.read(text);
      return { ok: false, reason: 'BAD_VALUE', message: 'must be an address that begins with http:// or https://' };
    },
  };
}
