import { createHmac } from 'node:crypto';
import { visibleError } from '../../schema/errors.ts';
import type { Charge, ChargeOnce, EvidenceAppender, NewLeaf } from '../../schema/evidence/evidence-store.ts';
import type { CreditCaller } from '../../schema/registers/credit/credit-port.ts';
import type { Json } from '../../schema/tree/entry.ts';
import type { CreditParts } from './credit-parts.ts';
import type { Short } from './quota-message.ts';

/** How long a caller may repeat what he paid for without paying again: while he tries again, not while he watches (docs/decisions.md). */
const keptMilliseconds = 3_600_000;

/** A question that its caller may have asked before. */
interface Repeatable {
  readonly caller: CreditCaller;
  /** What the caller calls this very query (`Idempotency-Key`); null: he takes the risk of paying twice. */
  readonly once?: string | null | undefined;
}

/** Surroundings of a charge; `place` numbers the parts of a query that is charged in several. */
interface Charging {
  readonly parts: Pick<CreditParts, 'pepper'>;
  readonly now: number;
  readonly place: number;
}

/**
 * By what the store knows a repetition: the caller's own name for the query, under a keyed hash of it and of who he is, so that no two
 * callers share one; and all that makes it another question, as its leaves would say something else.
 */
export function onceFor({ caller, once }: Repeatable, asked: Json, charging: Charging): ChargeOnce | null {
  if (once == null) return null;
  const { parts, now, place } = charging;
  const hashed = (of: Json) =>
    createHmac('sha256', parts.pepper)
      .update(`once ${JSON.stringify(of)}`)
      .digest('base64url');
  const kind = caller.client === null ? 'source' : 'client'; // by which rights are given (infra/leading-keys.ts)
  return {
    key: `${kind} ${hashed([caller.key, once, place]).slice(0, 22)}`,
    question: hashed([caller.tier, caller.name, asked]),
    now,
    until: now + keptMilliseconds,
  };
}

/** What became of a charge: the leaves that it left, now or when it was made first; or which budgets are short. */
type ChargedOnce =
  | { readonly granted: true; readonly leaves: readonly NewLeaf[] }
  | { readonly granted: false; readonly short: Short };

/** Charges, unless the same was charged before; throws for another question under the same name. */
export async function chargedOnce(evidence: EvidenceAppender, charge: Charge): Promise<ChargedOnce> {
  const charged = await evidence.charge(charge);
  if (!charged.granted) return charged;
  if (charged.earlier === undefined) return { granted: true, leaves: charge.leaves };
  if (charged.earlier.question === charge.once?.question) return { granted: true, leaves: charged.earlier.leaves };
  throw visibleError(
    'BAD_REQUEST',
    'Cannot take header Idempotency-Key: it must name one query, names another one of the last hour; nothing was paid now',
  );
}
