import * as z from 'zod';
import { lazily } from '../../lazily.ts';
import type { FieldPolicies } from '../field.ts';

/** What a statement of credit may be. */
export const creditKinds = ['LICENCE', 'PENALTY', 'HONOUR', 'DISHONESTY', 'ABNORMALITY', 'COMMITMENT'] as const;
export type CreditKind = (typeof creditKinds)[number];

/** How grave what a statement says is; decides how long it may be shown. */
export const creditSeverities = ['MINOR', 'ORDINARY', 'SERIOUS'] as const;
export type CreditSeverity = (typeof creditSeverities)[number];

/** One statement about an organisation as an authority made it. Shown by release-statements.ts, and in no other way. */
export const creditRecord = lazily(() => {
  /** A partial date as stored: `2018`, `2018-05` or `2018-05-03`. */
  const date = z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/);
  return z.object({
    id: z.string(),
    subject: z.string(), // codes/credit-code.ts
    kind: z.enum(creditKinds),
    severity: z.enum(creditSeverities).nullable(),
    authority: z.string().nullable(),
    documentNumber: z.string().nullable(),
    decidedOn: date.nullable(),
    validUntil: date.nullable(),
    repairedOn: date.nullable(),
    withdrawnOn: date.nullable(),
    title: z.string().nullable(),
    sourceUrl: z.string().nullable(),
    retrievedOn: date.nullable(),
  });
});
export type CreditRecord = z.infer<ReturnType<typeof creditRecord>>;

/** Total: a field without a class does not compile. What of all this is shown on a day is decided row by row (publicity.ts). */
export const creditPolicies = {
  id: { class: 'open', description: 'Identifier of the statement at its source; `key` in GraphQL.' },
  subject: { class: 'open', description: 'Credit code of the organisation that the statement is about.' },
  kind: { class: 'open', description: 'What the statement is.' },
  severity: { class: 'open', description: 'How grave it is; decides how long it may be shown.' },
  authority: { class: 'open', description: 'Who made the decision.' },
  documentNumber: { class: 'open', description: 'Number of the decision document.' },
  decidedOn: { class: 'open', description: 'Date of the decision document, from which publicity is counted.' },
  validUntil: { class: 'open', description: 'Last day of a licence, honour or commitment.' },
  repairedOn: {
    class: 'open',
    description: 'When credit was repaired; counts after the shortest window at the earliest.',
  },
  withdrawnOn: { class: 'open', description: 'From when on the authority no longer upholds the statement.' },
  title: { class: 'open', description: 'What was decided, in a line.' },
  sourceUrl: { class: 'open', description: 'Where the source publishes it.' },
  retrievedOn: { class: 'open', description: 'When it was taken from there.' },
} as const satisfies FieldPolicies<CreditRecord>;
