import { tiers } from '../../schema/privacy/tier.ts';
import {
  type ChangesQuestion,
  type CreditCaller,
  type CreditPort,
  type CreditQuestion,
  creditPurposes,
  mostBytesCarried,
  type OpeningsQuestion,
  type PublicationsQuestion,
  type StatementWindow,
  type WatchQuestion,
} from '../../schema/registers/credit/credit-port.ts';
import { creditKinds } from '../../schema/registers/credit/record.ts';
import { type Form, from, list, members, number, oneOf, orAbsent, orNull, text } from '../store/stored-form.ts';

const rowsUnsaid = 20;

/** The same, or `value` where nothing is said: by a version that does not know it. */
function unsaid<Value>(form: Form<Value>, value: Value): Form<Value> {
  return (found, place) => (found === undefined ? value : form(found, place));
}

const yesOrNo: Form<boolean> = (found, place) => {
  if (typeof found === 'boolean') return found;
  throw new Error(`Cannot read ${place}: must be true or false`);
};
const nullable = unsaid(orNull(text), null);

const caller: Form<CreditCaller> = members({
  key: text,
  tier: oneOf(tiers),
  name: nullable,
  client: nullable,
  subject: nullable,
});
const window: Form<StatementWindow> = members({
  first: from(1),
  after: nullable,
  kind: unsaid(orNull(oneOf(creditKinds)), null),
});
const place: Form<{ readonly seq: number; readonly key: string }> = members({ seq: number, key: text });
/** A list was counted before anybody could say that it need not be. */
const page = { before: nullable, limit: unsaid(from(1), rowsUnsaid), counted: unsaid(yesOrNo, true) };
/** A caller who does not say how many he can take is given as many as travel. */
const mostBytes = unsaid(from(0), mostBytesCarried);

/**
 * Arguments of the credit function as they travel, by method: what one version does not know yet has a value that is safe, and what it
 * must be told and is not cannot be read.
 */
export const creditArguments: { readonly [M in keyof CreditPort]: Form<Parameters<CreditPort[M]>[0]> } = {
  reports: members<CreditQuestion>({
    ...{ caller, subjects: list(text), purpose: oneOf(creditPurposes), reference: nullable },
    ...{ mostBytes, pages: orAbsent(list(window)), once: nullable },
  }),
  quota: caller,
  queryLog: members({ caller, subject: text, ...page }),
  publications: members<PublicationsQuestion>({ caller, ...page }),
  changes: members<ChangesQuestion>({
    ...{ caller, since: number, after: unsaid(orNull(place), null), limit: page.limit },
    ...{ mostBytes, once: nullable },
  }),
  watch: members<WatchQuestion>({ caller, subjects: list(text), watched: yesOrNo }),
  receipt: text,
  openings: members<OpeningsQuestion>({ caller, id: text }),
};
