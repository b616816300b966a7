import { randomBytes } from 'node:crypto';
import type { NewLeaf } from '../../../schema/evidence/evidence-store.ts';
import { leafRandomBytes, makeLeaf } from '../../../schema/evidence/make-leaf.ts';
import { publicationTopic } from '../../../schema/evidence/publication-event.ts';
import type { CreditEdition } from '../../../schema/registers/credit/credit-edition.ts';

/**
 * The leaf of a new credit edition. Nothing of it is open, so it cannot be told from that of a query; it commits to the roots, and to
 * the source (SHA-256, hex; null for the daily run, which has none).
 */
export function creditLeaf(next: CreditEdition, sourceHash: string | null): NewLeaf {
  const { number, at, rules, statements, subjects, turns, waiting, publicity } = next;
  const roots = [statements, subjects, turns, waiting, ...publicity.map(({ root }) => root)];
  const sealed = {
    register: 'CREDIT',
    edition: number,
    rules,
    sourceHash,
    roots: roots.map((root) => root?.hash ?? null),
  };
  const event = { kind: 'PUBLICATION', at: Date.parse(at), sealed, topic: publicationTopic } as const;
  return makeLeaf(event, randomBytes(leafRandomBytes));
}
