import { createHash, randomBytes } from 'node:crypto';
import type { GraphQLSchema } from 'graphql';
import type { EvidenceAppender } from '../../schema/evidence/evidence-store.ts';
import { leafId, leafRandomBytes, makeLeaf } from '../../schema/evidence/make-leaf.ts';
import { governmentFields } from './government-fields.ts';
import type { RequestContext } from './request-context.ts';

/** Leaves evidence of a request before its answer leaves; when it throws, nothing may be answered. */
export type ReadEvidence = (context: RequestContext) => Promise<void>;

/** The id of the leaf that will be left of a request, for its answer, which is written before; null: none will be. */
export function readLeafId({ progress, now }: Pick<RequestContext, 'progress' | 'now'>): string | null {
  if (!progress.readsGovernment) return null;
  progress.leafRandom ??= randomBytes(leafRandomBytes);
  return leafId(now, progress.leafRandom);
}

/**
 * Evidence of reads of government-class fields: one leaf for a request that asked for blocks of that class, whatever it found there; none
 * for any other. The log holds a commitment; what it opens to names caller, fields and edition, and only hashes of document and
 * variables, which may hold anything. `evidence` is null at the entrance that reads open blocks alone.
 */
export function readEvidence(schema: GraphQLSchema, evidence: EvidenceAppender | null): ReadEvidence {
  return async (context) => {
    if (!context.progress.readsGovernment) return;
    if (evidence === null) throw new Error('Cannot answer from government blocks: there is no evidence log here');
    const { viewer, edition, now, progress, request } = context;
    const { document } = request;
    const sealed = {
      tier: viewer.tier,
      client: viewer.client?.id ?? null,
      caller: viewer.client?.name ?? null,
      edition: edition.number,
      fields: governmentFields(schema, document, progress.variables),
      document: sha256(document),
      variables: sha256(JSON.stringify(progress.variables ?? {})),
    };
    const random = progress.leafRandom ?? randomBytes(leafRandomBytes);
    const leaf = makeLeaf({ kind: 'GOVERNMENT_READ', at: now, sealed }, random);
    await evidence.charge({ spends: [], leaves: [leaf] });
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
