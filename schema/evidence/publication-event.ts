import type { LineMove } from '../ports.ts';
import type { RegisterName } from '../registers/register-name.ts';
import { editionDigest } from './edition-digest.ts';
import type { OpenPublication } from './leaf.ts';
import type { EvidenceEvent } from './make-leaf.ts';

/** What the leaves of publications are listed under. */
export const publicationTopic = 'publications';

/** A publication, besides what it moved. */
export interface PublishedSource {
  readonly register: RegisterName;
  readonly district: string | null;
  /** SHA-256 of the source file (hex); null where nobody read it whole. */
  readonly sourceHash: string | null;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/**
 * The evidence of a publication. Open is what anyone can read in the edition anyway; the source's hash, and roots and counts of the
 * lines of other tiers, are only committed to. A publication that leaves PUBLIC's line as it was shows nothing at all.
 */
export function publicationEvent(
  move: LineMove,
  { register, district, sourceHash, at }: PublishedSource,
): EvidenceEvent {
  const lines = move.editions.map((edition) => ({
    tier: edition.tier,
    edition: edition.number,
    trees: editionDigest(edition),
    changes: move.publications.find(({ tier }) => tier === edition.tier)?.changes ?? 0,
  }));
  return {
    kind: 'PUBLICATION',
    at,
    sealed: { register, district, sourceHash, report: move.report, lines },
    open: openPublication(move, register),
    topic: publicationTopic,
  };
}

function openPublication({ editions, publications }: LineMove, register: RegisterName): OpenPublication | null {
  const edition = editions.find(({ tier }) => tier === 'PUBLIC');
  const own = edition?.registers[register];
  if (edition === undefined || own === undefined) return null;
  const root = own.trees['rows.open'] ?? null;
  return {
    register,
    edition: edition.number,
    at: edition.at,
    seq: own.seq,
    root: root?.hash ?? null,
    trees: editionDigest(edition),
    rows: root?.rows ?? 0,
    changes: publications.find(({ tier }) => tier === 'PUBLIC')?.changes ?? 0,
  };
}
