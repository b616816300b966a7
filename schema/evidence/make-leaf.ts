import type { NewLeaf } from './evidence-store.ts';
import { leafText, type OpenPublication } from './leaf.ts';
import { type SealedFields, saltBytes, sealFields } from './seal.ts';

/** Of what a leaf is evidence. */
export type EvidenceKind = 'PUBLICATION' | 'CREDIT_QUERY' | 'GOVERNMENT_READ';

/** Something that leaves evidence. No field may hold person data: openings are kept for ever. */
export interface EvidenceEvent {
  readonly kind: EvidenceKind;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** All that the leaf only commits to, besides kind and time. */
  readonly sealed: SealedFields;
  readonly open?: OpenPublication | null;
  /** What those entitled may list the leaf under. */
  readonly topic?: string | null;
}

/** Random bytes of a leaf: 16 for its id, 32 for its salt. */
export const leafRandomBytes = 16 + saltBytes;

/** The leaf of an event; `random` are `leafRandomBytes` fresh ones. */
export function makeLeaf(event: EvidenceEvent, random: Uint8Array): NewLeaf {
  if (random.length !== leafRandomBytes)
    throw new Error(`Cannot make a leaf: random bytes must be ${leafRandomBytes}, are ${random.length}`);
  const issuedAt = new Date(event.at).toISOString();
  const salt = random.subarray(16);
  const fields: SealedFields = { ...event.sealed, kind: event.kind, at: issuedAt };
  const sealed = Buffer.from(sealFields(fields, salt)).toString('base64');
  return {
    id: leafId(event.at, random),
    leaf: leafText({ v: 1, sealed, open: event.open ?? null }),
    issuedAt,
    opening: JSON.stringify({ salt: Buffer.from(salt).toString('base64'), fields }),
    topic: event.topic ?? null,
  };
}

/** The id that the leaf of an event at a time has. */
export function leafId(at: number, random: Uint8Array): string {
  return `${hexInstant(at)}${Buffer.from(random.subarray(0, 16)).toString('hex')}`;
}

/** Twelve digits, so that ids sort by time. */
function hexInstant(at: number): string {
  return Math.max(0, at).toString(16).padStart(12, '0');
}
