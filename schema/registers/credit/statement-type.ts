import { builder } from '../../builder.ts';
import { connectionOf } from '../../connections/connection.ts';
import { CreditKindEnum, CreditSeverityEnum } from './enums.ts';
import { creditPolicies } from './record.ts';
import type { ReleasedStatement } from './release-statements.ts';

/** A statement as the viewer may see it. */
export const CreditStatement = builder.objectRef<ReleasedStatement>('CreditStatement');
/** Pages of statements. */
export const CreditStatementConnection = connectionOf(CreditStatement, 'CreditStatement');

const told = ({ description }: { readonly description: string }) => ({ description });
const dated = (policy: { readonly description: string }) => ({ type: 'Date' as const, ...told(policy) });

CreditStatement.implement({
  description: 'A statement about an organisation, as an authority made it and for as long as it may be shown.',
  fields: (t) => ({
    key: t.exposeString('key', { nullable: false, ...told(creditPolicies.id) }),
    subject: t.expose('subject', { type: 'CreditCode', nullable: false, ...told(creditPolicies.subject) }),
    kind: t.expose('kind', { type: CreditKindEnum, nullable: false, ...told(creditPolicies.kind) }),
    severity: t.expose('severity', { type: CreditSeverityEnum, ...told(creditPolicies.severity) }),
    authority: t.exposeString('authority', told(creditPolicies.authority)),
    documentNumber: t.exposeString('documentNumber', told(creditPolicies.documentNumber)),
    decidedOn: t.expose('decidedOn', dated(creditPolicies.decidedOn)),
    validUntil: t.expose('validUntil', dated(creditPolicies.validUntil)),
    repairedOn: t.expose('repairedOn', dated(creditPolicies.repairedOn)),
    withdrawnOn: t.expose('withdrawnOn', dated(creditPolicies.withdrawnOn)),
    title: t.exposeString('title', told(creditPolicies.title)),
    sourceUrl: t.exposeString('sourceUrl', told(creditPolicies.sourceUrl)),
    retrievedOn: t.expose('retrievedOn', dated(creditPolicies.retrievedOn)),
    publicUntil: t.expose('publicUntil', {
      type: 'Date',
      description:
        'The day from which it is no longer shown (00:00 in Asia/Shanghai), by the rules of today; null: open.',
    }),
    isPublic: t.exposeBoolean('isPublic', {
      nullable: false,
      description: 'False only for what authorities alone still see: its publicity is over, or has not begun.',
    }),
  }),
});
