import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { SpendRequest } from '../../schema/ports.ts';
import type { CreditCaller, CreditQuota } from '../../schema/registers/credit/credit-port.ts';
import { creditLimits, quotaSeconds } from '../../schema/registers/credit/quotas.ts';
import type { CreditParts } from './credit-parts.ts';

/** What one transaction of a query spends: the caller's day, and his share of each subject. Keys name neither. */
export function spendsFor(
  caller: CreditCaller,
  subjects: readonly string[],
  { pepper, perDay }: CreditParts,
  now: number,
): readonly SpendRequest[] {
  const limits = creditLimits(caller.tier, perDay);
  const secret = createSecretKey(pepper); // once: most of the cost of an HMAC is making one of the bytes
  const kind = caller.client === null ? 'source' : 'client'; // by which rights are given (infra/leading-keys.ts)
  const bucket = (whom: string, cost: number, burst: number): SpendRequest => ({
    key: `credit ${kind} ${hashed(secret, whom)}`,
    cost,
    burst,
    perSecond: burst / quotaSeconds,
    now,
  });
  return [
    bucket(caller.key, subjects.length, limits.perDay),
    ...subjects.map((subject) => bucket(`${caller.key} ${subject}`, 1, limits.perSubject)),
  ];
}

/** What the caller may still ask; looking costs nothing. */
export async function readQuota(caller: CreditCaller, parts: CreditParts): Promise<CreditQuota> {
  const [day] = spendsFor(caller, [], parts, parts.clock());
  if (day === undefined) throw new Error('Cannot read credit quota: there must be one, is none');
  const { remaining, resetAt } = await parts.limits.spend({ ...day, cost: 0 });
  return { perDay: day.burst, remaining, resetAt };
}

function hashed(secret: KeyObject, text: string): string {
  return createHmac('sha256', secret).update(`credit quota ${text}`).digest('base64url').slice(0, 22);
}
