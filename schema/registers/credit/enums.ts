import { builder } from '../../builder.ts';
import { creditPurposes, creditRefusals } from './credit-port.ts';
import { creditKinds, creditSeverities } from './record.ts';

/** What a statement may be. */
export const CreditKindEnum = builder.enumType('CreditKind', {
  description: 'What a statement of credit is.',
  values: creditKinds,
});

/** How grave it is. */
export const CreditSeverityEnum = builder.enumType('CreditSeverity', {
  description: 'How grave what a statement says is; decides how long it may be shown.',
  values: creditSeverities,
});

/** Why somebody asks. */
export const CreditPurposeEnum = builder.enumType('CreditPurpose', {
  description: 'Why you ask; the organisation that you ask about can see it.',
  values: creditPurposes,
});

/** Why an answer is refused. */
export const CreditRefusalReasonEnum = builder.enumType('CreditRefusalReason', {
  description: 'Why a query is refused: because of what the subject is, or for want of quota.',
  values: creditRefusals,
});
