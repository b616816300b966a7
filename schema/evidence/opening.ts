import { hash } from 'node:crypto';
import * as z from 'zod';
import { leafText, type OpenPublication } from './leaf.ts';
import { fieldCommitment, fieldSalt, type OpenedField, type SealedFields, sealFields } from './seal.ts';

const opening = z.object({
  salt: z.base64(),
  fields: z.record(z.string(), z.json()),
});

/** What opens all commitments of a leaf. */
export interface LeafOpening {
  readonly salt: Uint8Array;
  readonly fields: SealedFields;
}

/** The opening as it was stored; throws a ZodError or SyntaxError when that is damaged. */
export function parseOpening(text: string): LeafOpening {
  const { salt, fields } = opening.parse(JSON.parse(text));
  return { salt: Buffer.from(salt, 'base64'), fields: fields as SealedFields };
}

/** True when `leaf` is that of this opening. */
export function opensLeaf(leaf: string, { salt, fields }: LeafOpening, open: OpenPublication | null): boolean {
  return leafText({ v: 1, sealed: Buffer.from(sealFields(fields, salt)).toString('base64'), open }) === leaf;
}

/** Opens one field for whoever is entitled to it; with the commitments (base64) to the others, in order of name, without this at `place`. */
export function openField({ salt, fields }: LeafOpening, name: string): OpenedField {
  const names = Object.keys(fields).sort();
  const others = names
    .filter((other) => other !== name)
    .map((other) => base64(fieldCommitment(fieldSalt(salt, other), other, fields[other] ?? null)));
  return { name, value: fields[name] ?? null, salt: base64(fieldSalt(salt, name)), others, place: names.indexOf(name) };
}

/** True when a leaf commits to the field as opened. */
export function opensSealed(sealed: string, { name, value, salt, others, place }: OpenedField): boolean {
  const own = fieldCommitment(Buffer.from(salt, 'base64'), name, value);
  const all = others.map((other) => Buffer.from(other, 'base64')).toSpliced(place, 0, Buffer.from(own));
  return hash('sha256', Buffer.concat(all), 'base64') === sealed;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
