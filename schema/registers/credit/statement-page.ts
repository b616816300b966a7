import type { Page } from '../../connections/page.ts';
import type { Context } from '../../context.ts';
import { listDigest, openCursor, sealCursor } from '../../reading/cursor.ts';
import { type PageArguments, pageSize } from '../../reading/page-size.ts';
import type { CreditKind } from './record.ts';

/** A list at hand. A place is made of what its node shows: it tells nothing of what is not there, and outlives its node. */
export interface ListAtHand<T> {
  readonly nodes: readonly T[];
  /** How long the list is as a whole: of a long one no more nodes are at hand than pages show that were asked for, and one on either side. */
  readonly total: number;
  /** Names the list (`statementsDigest`), for whoever goes on from a cursor or asks for one. */
  readonly digest: () => string;
  /** Rises along the list. */
  readonly positionOf: (node: T) => string;
}

/** Names the statements about an organisation, of all kinds or of one. */
export function statementsDigest(subject: string, kind: CreditKind | null | undefined): string {
  return listDigest('credit', subject, kind ?? null);
}

/** A page of a list that is at hand. */
export function pageAtHand<T>(list: ListAtHand<T>, page: PageArguments, context: Context): Page<T> {
  const { nodes, total, digest, positionOf } = list;
  const size = pageSize(page.first);
  const behind = page.after == null ? null : openCursor(context, digest(), page.after).position;
  const start = behind === null ? 0 : nodes.filter((node) => positionOf(node) <= behind).length;
  const shown = nodes.slice(start, start + size);
  const last = shown.at(-1);
  return {
    nodes: shown,
    get positions() {
      return shown.map(positionOf);
    },
    next: start + size < nodes.length && last !== undefined ? positionOf(last) : null,
    hasPreviousPage: start > 0,
    seal: (position) => sealCursor(context, digest(), { edition: 0, day: context.today, strict: false, position }),
    count: () => total,
  };
}
