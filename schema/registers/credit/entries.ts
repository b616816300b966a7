import { type Day, dayText } from '../../dates/day.ts';
import type { Entry, Json, Operation } from '../../tree/entry.ts';
import { type KeyRange, startingWith } from '../../tree/key-range.ts';
import { type Publicity, publicityOf } from './publicity.ts';
import { publicityRules } from './publicity-rules.ts';
import { type CreditRecord, creditPolicies } from './record.ts';

/** A statement as it is stored: with the second (since 2000) from which it stands as it is. */
export interface StoredStatement {
  readonly record: CreditRecord;
  readonly since: number;
}

/** The trees of an edition by name. */
export type CreditTree = 'statements' | 'subjects' | 'turns' | 'publicity' | 'waiting';

const fields = Object.keys(creditPolicies) as readonly (keyof CreditRecord)[];
/** Sorts behind every end. */
const noEnd = '9999-12-31';
const secondsIn2000 = 946_684_800;

/** An instant as statements keep it: whole seconds since 2000, so that it fits a GraphQL Int until 2068. */
export function secondsSince2000(instant: number): number {
  return Math.floor(instant / 1000) - secondsIn2000;
}

/** The instant (milliseconds since 1970) of `seconds` since 2000. */
export function instantOf(seconds: number): number {
  return (seconds + secondsIn2000) * 1000;
}

/** The value under which a statement is stored in every tree. */
export function statementValue({ record, since }: StoredStatement): Json {
  return [since, ...fields.map((field) => record[field])];
}

/** A statement from its stored value. */
export function statementOf(entry: Entry): StoredStatement {
  const cells = entry[3] as readonly Json[];
  // Written out, as a report has many: all records are of one shape, which whatever reads them is compiled for.
  const record = {
    id: cells[1],
    subject: cells[2],
    kind: cells[3],
    severity: cells[4] ?? null,
    authority: cells[5] ?? null,
    documentNumber: cells[6] ?? null,
    decidedOn: cells[7] ?? null,
    validUntil: cells[8] ?? null,
    repairedOn: cells[9] ?? null,
    withdrawnOn: cells[10] ?? null,
    title: cells[11] ?? null,
    sourceUrl: cells[12] ?? null,
    retrievedOn: cells[13] ?? null,
  } satisfies Record<keyof CreditRecord, unknown>;
  return { record: record as CreditRecord, since: Number(cells[0]) };
}

/** Where a statement stands in each tree, as seen on `day`. Not under `publicity` when it may not be shown then. */
export function statementEntries(statement: StoredStatement, day: Day): readonly (readonly [CreditTree, Entry])[] {
  const { id, subject } = statement.record;
  const value = statementValue(statement);
  const publicity = publicityOf(statement.record, day);
  const shown = publicity.from <= day && (publicity.to === null || day < publicity.to);
  return [
    ['statements', entry(id, value)],
    ['subjects', entry(`${subject} ${id}`, value)],
    ...turnsOf(publicity).map((turn) => ['turns', entry(`${dayText(turn)} ${id}`, null)] as const),
    ...(shown ? [['publicity', entry(publicityKey(statement.record, publicity), value)] as const] : []),
    ...(publicity.from > day ? [['waiting', entry(publicityKey(statement.record, publicity), value)] as const] : []),
  ];
}

/** Puts a statement among those shown on `day` (or those that wait), or takes it out. */
export function turnOperation(statement: StoredStatement, tree: 'publicity' | 'waiting', day: Day): Operation {
  const found = statementEntries(statement, day).find(([name]) => name === tree);
  return [publicityKey(statement.record, publicityOf(statement.record, day)), found?.[1] ?? null];
}

/** The statements about `subject` that may be shown on `day`: those whose end comes later. */
export function shownAbout(subject: string, day: Day): KeyRange {
  return { ...startingWith(`${subject} `), lower: `${subject} ${dayText(day + 1)}` };
}

/** Turns of publicity after `after` up to `day`. */
export function turnsWithin(after: Day, day: Day): KeyRange {
  return { lower: dayText(after + 1), upper: dayText(day + 1) };
}

/** The name of the rules by which publicity is counted on `day`. */
export function rulesOn(day: Day): string {
  return publicityRules.find(({ from, to }) => from <= day && (to === null || day < to))?.name ?? '';
}

function publicityKey({ subject, id }: CreditRecord, { to }: Publicity): string {
  return `${subject} ${to === null ? noEnd : dayText(to)} ${id}`;
}

/** Days on which publicity begins or ends; a statement without a date has none. */
function turnsOf({ from, to }: Publicity): readonly Day[] {
  return [...new Set([from, to])].filter((day) => day !== null && Number.isFinite(day)) as Day[];
}

function entry(key: string, value: Json): Entry {
  return [key, 0, null, value];
}
