import { isSoleTrader } from '../../codes/credit-code.ts';
import { visibleError } from '../../errors.ts';
import { findPersonData } from '../../privacy/person-data.ts';
import type { Tier } from '../../privacy/tier.ts';
import type { CreditOutcome, CreditQuestion } from './credit-port.ts';

const longestReference = 200;
const mostSubjects = 100;

/** Refuses what a caller got wrong, before anything is looked up. */
export function checkQuestion({
  caller,
  subjects,
  reference,
}: Pick<CreditQuestion, 'caller' | 'subjects' | 'reference'>): void {
  const length = reference?.length ?? 0;
  if (length > longestReference)
    throw badArgument('reference', `of ${length} characters: must have at most ${longestReference}`);
  if (caller.tier === 'ENTERPRISE' && (reference ?? '').trim() === '')
    throw badArgument('reference', 'that is missing: tier ENTERPRISE must give the matter that the query belongs to');
  if (reference !== null && findPersonData(reference).length > 0)
    throw badArgument(
      'reference',
      `of ${length} characters: must hold no number of a person, holds what looks like one`,
    );
  if (subjects.length < 1 || subjects.length > mostSubjects)
    throw badArgument('subjects', `with ${subjects.length} codes: must be 1 to ${mostSubjects}`);
  if (new Set(subjects).size < subjects.length) throw badArgument('subjects', 'with a code that is there twice');
}

/** What is refused because of what it is: decided by the code alone. */
export function refusalOf(subject: string, tier: Tier): CreditOutcome['refusal'] {
  if (!isSoleTrader(subject) || tier !== 'PUBLIC') return null;
  const message = `Cannot answer about "${subject}": a sole trader is a natural person, tier must be REGISTERED, is PUBLIC`;
  return { reason: 'SOLE_TRADER', message };
}

function badArgument(name: string, state: string): Error {
  return visibleError('BAD_ARGUMENT', `Cannot take ${name} ${state}`, name);
}
