import { dayOf, dayText } from '../../../schema/dates/day.ts';
import { type CreditKind, type CreditSeverity, creditSeverities } from '../../../schema/registers/credit/record.ts';
import type { CityPlan } from './city-plan.ts';
import { type EntityKind, entityKinds, syntheticCreditCode } from './credit-codes.ts';
import { csvRecord } from './csv.ts';
import { entitySites } from './entity-sites.ts';
import { syntheticResidentId } from './person-data.ts';
import { below, draw, pick, streams } from './random.ts';

/** The credit file as one publication; it is none of the city's steps, as it moves no line of editions that they move. */
export const creditStep = {
  file: '12-credit.csv',
  now: '2026-02-02T01:00:00.000Z',
  note: 'Synthetic statements of credit of every kind; windows of publicity begin and end all through 2026 and the first half of 2027',
} as const;

const columns = [
  ...['id', 'subject', 'kind', 'severity', 'authority', 'documentNumber', 'decidedOn', 'validUntil', 'repairedOn'],
  ...['withdrawnOn', 'title', 'sourceUrl', 'retrievedOn', 'personId'],
];

interface Statement {
  readonly kind: CreditKind;
  readonly severity: CreditSeverity | '';
  readonly decidedOn: string;
  readonly validUntil: string;
  readonly repairedOn: string;
  readonly withdrawnOn: string;
}

const usual = { severity: '', validUntil: '', repairedOn: '', withdrawnOn: '' } as const;

/** One of everything: what the first entity of each kind shows, and hides. The second penalty ends on 18 May 2027. */
const showcase: readonly Statement[] = [
  { ...usual, kind: 'LICENCE', decidedOn: '2024-03-01', validUntil: '2029-02-28' },
  { ...usual, kind: 'PENALTY', severity: 'ORDINARY', decidedOn: '2026-05-18' },
  { ...usual, kind: 'PENALTY', severity: 'SERIOUS', decidedOn: '2025-11-30' },
  { ...usual, kind: 'PENALTY', severity: 'MINOR', decidedOn: '2026-10-31' },
  { ...usual, kind: 'PENALTY', severity: 'ORDINARY', decidedOn: '2026-01-05', repairedOn: '2026-01-20' },
  { ...usual, kind: 'PENALTY', severity: 'SERIOUS', decidedOn: '2020-06-01' },
  { ...usual, kind: 'HONOUR', decidedOn: '2025-12-01' },
  { ...usual, kind: 'DISHONESTY', severity: 'SERIOUS', decidedOn: '2025-08-15' },
  { ...usual, kind: 'ABNORMALITY', decidedOn: '2025-07-01' },
  { ...usual, kind: 'ABNORMALITY', decidedOn: '2024-07-01', withdrawnOn: '2025-01-15' },
  { ...usual, kind: 'COMMITMENT', decidedOn: '2025-01-10', validUntil: '2027-01-09' },
];

/** How often each kind is drawn, in a hundred. */
const shares: readonly (readonly [kind: CreditKind, bound: number])[] = [
  ['LICENCE', 30],
  ['PENALTY', 65],
  ['HONOUR', 75],
  ['COMMITMENT', 88],
  ['ABNORMALITY', 96],
  ['DISHONESTY', 100],
];

/** One entity in so many has statements. */
const entitiesPerSubject = 4;
const mostStatements = 6;
const firstDay = dayOf(2023, 1, 1);
const lastDay = dayOf(2027, 6, 30);

/** The file of statements, by the codes of their subjects; the same for ever for the same plan. */
export function* creditFile(plan: CityPlan): Generator<string> {
  yield csvRecord(columns);
  const sites = entitySites(plan);
  for (const kind of entityKinds) {
    for (const [place, { id }] of (sites.get(kind) ?? []).entries()) {
      const statements = place === 0 ? showcase : drawnStatements(plan.seed, id);
      for (const [number, statement] of statements.entries()) yield record(plan.seed, { kind, id, number }, statement);
    }
  }
}

function drawnStatements(seed: number, id: number): readonly Statement[] {
  const drawn = draw(seed, streams.credit, id);
  if (drawn % entitiesPerSubject !== 0) return [];
  const count = 1 + ((drawn >>> 4) % mostStatements);
  return Array.from({ length: count }, (_, number) => drawnStatement(draw(seed, streams.credit, id, number + 1)));
}

function drawnStatement(drawn: number): Statement {
  const kind = shares.find(([, bound]) => drawn % 100 < bound)?.[0] ?? 'LICENCE';
  const decided = firstDay + below(drawn, lastDay - firstDay);
  const later = dayText(decided + 20 + ((drawn >>> 7) % 300));
  const statement = { ...usual, kind, decidedOn: dayText(decided) };
  if (kind === 'LICENCE' || kind === 'COMMITMENT') return { ...statement, validUntil: dayText(decided + 1_096) };
  if (kind === 'ABNORMALITY') return { ...statement, withdrawnOn: (drawn >>> 5) % 2 === 0 ? later : '' };
  if (kind === 'HONOUR') return statement;
  const severity = pick(creditSeverities, drawn >>> 9);
  return { ...statement, severity, repairedOn: (drawn >>> 12) % 3 === 0 ? later : '' };
}

interface Place {
  readonly kind: EntityKind;
  readonly id: number;
  readonly number: number;
}

const titles: { readonly [K in CreditKind]: string } = {
  LICENCE: '示例行政许可',
  PENALTY: '示例行政处罚',
  HONOUR: '示例守信表彰',
  DISHONESTY: '示例严重失信名单',
  ABNORMALITY: '示例经营异常名录',
  COMMITMENT: '示例信用承诺',
};

function record(seed: number, { kind, id, number }: Place, statement: Statement): string {
  const key = `S${String(id).padStart(8, '0')}-${number}`;
  const year = statement.decidedOn.slice(0, 4);
  return csvRecord([
    key,
    syntheticCreditCode(kind, id),
    statement.kind,
    statement.severity,
    '示例市信用主管部门',
    `示例字〔${year}〕第${id}-${number}号`,
    statement.decidedOn,
    statement.validUntil,
    statement.repairedOn,
    statement.withdrawnOn,
    titles[statement.kind],
    `https://credit.example.org/${key}`,
    '2026-02-01',
    kind === '92' ? syntheticResidentId(draw(seed, streams.credit, id, 100)) : '',
  ]);
}
