import { builder } from '../../builder.ts';
import type { CreditQuota } from './credit-port.ts';

/** What a caller may still ask. */
export const CreditQuotaType = builder.objectRef<CreditQuota>('CreditQuota').implement({
  description: 'Your quota of credit queries. It is yours alone, and comes back evenly over a day.',
  fields: (t) => ({
    perDay: t.exposeInt('perDay', { nullable: false, description: 'Organisations that you may ask about in a day.' }),
    remaining: t.exposeInt('remaining', { nullable: false, description: 'How many are left now.' }),
    resetAt: t.field({
      type: 'DateTime',
      nullable: false,
      description: 'When all are back.',
      resolve: ({ resetAt }) => new Date(resetAt).toISOString(),
    }),
  }),
});
