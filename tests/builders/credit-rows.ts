import type { CreditRecord } from '../../schema/registers/credit/record.ts';
import { withCreditCheck } from '../codes/generated-credit-codes.ts';

/** Codes of organisations for tests. */
export const subjects = {
  company: '91350100M000100Y43',
  other: withCreditCheck('91440300MA5EXAMP1'),
  body: '11440300398538336H',
  association: withCreditCheck('51440300MJL123456'),
  trader: withCreditCheck('92440300MA5DA1BC1'),
} as const;

/** A statement with usual values. */
export function statement(id: string, changed: Partial<CreditRecord> = {}): CreditRecord {
  return {
    id,
    subject: subjects.company,
    kind: 'PENALTY',
    severity: 'ORDINARY',
    authority: 'Example Bureau',
    documentNumber: `No. ${id}`,
    decidedOn: '2026-05-10',
    validUntil: null,
    repairedOn: null,
    withdrawnOn: null,
    title: `Decision ${id}`,
    sourceUrl: `https://example.org/decisions/${id}`,
    retrievedOn: '2026-05-20',
    ...changed,
  };
}

/** Statements as a file that `publish` reads. */
export function creditCsv(records: readonly CreditRecord[]): string {
  const header = [...Object.keys(statement('x')), 'personId'];
  const lines = records.map((record) => [...Object.values(record).map((cell) => cell ?? ''), ''].join(','));
  return `${[header.join(','), ...lines].join('\n')}\n`;
}
