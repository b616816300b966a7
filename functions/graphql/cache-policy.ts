import { createHash } from 'node:crypto';
import type { Context } from '../../schema/context.ts';
import { shanghaiMidnightAfter } from '../../schema/dates/shanghai-day.ts';
import type { RequestContext } from './request-context.ts';

/** As long as a publication may take to become visible: no cache adds to the stated second. */
const freshSeconds = 1;
const noStore = { 'cache-control': 'no-store' };

/** What answers are the same by, besides what was asked. */
export interface AnswerState {
  readonly context: Pick<Context, 'edition' | 'today' | 'viewer'>;
  readonly policyVersion: string;
  readonly build: string;
}

/**
 * The entity tag of the answer to `asked`: another one whenever the edition, the policy, the program, the date or the viewer
 * is another. Weak, because what is left of a budget is told in the answer too.
 */
export function entityTag({ context, policyVersion, build }: AnswerState, asked: string): string {
  const { edition, today, viewer } = context;
  const parts = [edition.number, policyVersion, build, today, viewer.tier, viewer.client?.id ?? null, asked];
  return `W/"${createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 27)}"`;
}

/** True when a client holds the answer already (RFC 9110, 13.1.2: weak comparison). */
export function matches(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const plain = (text: string) => text.trim().replace(/^W\//, '');
  return ifNoneMatch.split(',').some((text) => plain(text) === plain(tag));
}

/** What a viewer has left is asked for to be known now; credit queries are answered each for itself, and leave evidence. */
const ofTheMoment = /myAccess|credit|receipt/i;

/** Caching headers of an answer to the document `source`; null for an answer that nobody may keep. */
export function cachePolicy(context: RequestContext, source: string | null): Record<string, string> {
  if (source === null || context.entityTag === null || ofTheMoment.test(source)) return noStore;
  return keptHeaders(context, context.entityTag);
}

/** Headers of an answer that may be kept: by anyone when it was asked without a key, and not beyond midnight. */
export function keptHeaders({ viewer, now }: Pick<Context, 'viewer' | 'now'>, tag: string): Record<string, string> {
  const seconds = Math.min(freshSeconds, secondsToMidnight(now));
  const control = viewer.client === null ? `public, max-age=${seconds}` : 'private, no-cache';
  return { etag: tag, 'cache-control': control, vary: 'accept, x-api-key, x-dry-run' };
}

function secondsToMidnight(now: number): number {
  return Math.floor((shanghaiMidnightAfter(now) - now) / 1000);
}
