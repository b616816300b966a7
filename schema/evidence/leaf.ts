import * as z from 'zod';
import { type Parsed, refuse } from '../codes/parsed.ts';
import { lazily } from '../lazily.ts';

/** Bytes of every leaf, whatever it is evidence of: the text is filled up with spaces. */
export const leafBytes = 384;

const count = lazily(() => z.int().nonnegative());

/** What is open of a publication that changed what everyone may read. */
const openPublication = lazily(() =>
  z.strictObject({
    register: z.string(),
    /** Number of the edition in the PUBLIC line, and its instant. */
    edition: count(),
    at: z.string(),
    /** Number of the register's publication in the PUBLIC line. */
    seq: count(),
    /** Name of the root block of the register's open rows (hex); null: it has none left. */
    root: z.string().nullable(),
    /** SHA-256 (base64) over the roots of all trees of the edition: schema/evidence/edition-digest.ts. */
    trees: z.string(),
    rows: count(),
    changes: count(),
  }),
);
export type OpenPublication = z.infer<ReturnType<typeof openPublication>>;

const leafContent = lazily(() =>
  z.strictObject({
    v: z.literal(1),
    /** Commitment (base64) to all that the leaf does not show: schema/evidence/seal.ts. */
    sealed: z.base64().length(44),
    open: openPublication().nullable(),
  }),
);

/**
 * What the public log shows of a leaf: one commitment, and for a publication of open fields its root and counts. Credit queries, reads
 * of government fields and publications of restricted fields alone cannot be told from one another.
 */
export type LeafContent = z.infer<ReturnType<typeof leafContent>>;

/** A leaf as text, without the spaces at its end. */
export function leafText({ v, sealed, open }: LeafContent): string {
  return JSON.stringify({ v, sealed, open });
}

/** The bytes that the log holds of a leaf's text. Throws when they would be too many. */
export function leafEntry(text: string): Uint8Array {
  const bytes = Buffer.alloc(leafBytes, ' ');
  const length = Buffer.byteLength(text);
  if (length > leafBytes) throw new Error(`Cannot write leaf: size must be at most ${leafBytes} bytes, is ${length}`);
  bytes.write(text);
  return bytes;
}

/** The content of a leaf's bytes; refuses all but the one form. */
export function parseLeaf(bytes: Uint8Array): Parsed<LeafContent> {
  if (bytes.length !== leafBytes) return refuse(`length must be ${leafBytes} bytes, is ${bytes.length}`, 0);
  try {
    const content = leafContent().parse(JSON.parse(Buffer.from(bytes).toString()));
    return leafText(content) === Buffer.from(bytes).toString().trimEnd()
      ? { ok: true, value: content }
      : refuse('must be in the one form of a leaf, is not', 0);
  } catch {
    return refuse('must be JSON of "v", "sealed" and "open", is not', 0);
  }
}
