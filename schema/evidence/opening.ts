import * as z from 'zod';
import { lazily } from '../lazily.ts';
import { leafText, type OpenPublication } from './leaf.ts';
import { type SealedFields, sealFields } from './seal.ts';

const opening = lazily(() =>
  z.object({
    salt: z.base64(),
    fields: z.record(z.string(), z.json()),
  }),
);

/** What opens all commitments of a leaf. */
export interface LeafOpening {
  readonly salt: Uint8Array;
  readonly fields: SealedFields;
}

/** The opening as it was stored; throws a ZodError or SyntaxError when that is damaged. */
export function parseOpening(text: string): LeafOpening {
  const { salt, fields } = opening().parse(JSON.parse(text));
  return { salt: Buffer.from(salt, 'base64'), fields: fields as SealedFields };
}

/** True when `leaf` is that of this opening. */
export function opensLeaf(leaf: string, { salt, fields }: LeafOpening, open: OpenPublication | null): boolean {
  return leafText({ v: 1, sealed: Buffer.from(sealFields(fields, salt)).toString('base64'), open }) === leaf;
}
