import { createSecretKey, hash } from 'node:crypto';
import * as z from 'zod';
import { type Parsed, refuse } from '../codes/parsed.ts';
import { lazily } from '../lazily.ts';
import type { Json } from '../tree/entry.ts';
import { leafBytes, leafEntry, parseLeaf } from './leaf.ts';
import { leafHash } from './merkle-hash.ts';
import type { LeafOpening } from './opening.ts';
import { fieldCommitment, fieldSalt, saltBytes } from './seal.ts';

const bytes32 = lazily(() => z.base64().refine((text) => Buffer.from(text, 'base64').length === saltBytes));

const leafField = lazily(() =>
  z.object({
    field: z.string().nullable(),
    value: z.string().nullable(),
    salt: bytes32().nullable(),
    commitment: bytes32(),
  }),
);
const leafOpenings = lazily(() => z.object({ leaf: z.string(), fields: z.array(leafField()).min(1).max(64) }));

/** One field of a leaf: its commitment, and what opens that; name, value (JSON) and salt are null of a field that stays closed. */
export type LeafField = z.infer<ReturnType<typeof leafField>>;

/** A leaf as the log shows it, and its fields in order of name, opened or not. The salt of the leaf itself never is among them. */
export type LeafOpenings = z.infer<ReturnType<typeof leafOpenings>>;

/** Opens those fields of a leaf that `isOpen` names; null when it names none. */
export function openLeaf(
  leaf: string,
  { salt, fields }: LeafOpening,
  isOpen: (name: string) => boolean,
): LeafOpenings | null {
  const names = Object.keys(fields).sort();
  if (!names.some(isOpen)) return null;
  const key = createSecretKey(salt);
  return {
    leaf,
    fields: names.map((name) => {
      const own = fieldSalt(key, name);
      const value = fields[name] ?? null;
      const commitment = base64(fieldCommitment(own, name, value));
      return isOpen(name)
        ? { field: name, value: JSON.stringify(value), salt: base64(own), commitment }
        : { field: null, value: null, salt: null, commitment };
    }),
  };
}

/** Checks openings, which are parsed JSON of whatever origin, against the hash of a leaf; answers the fields that they open. */
export function checkOpenings(found: unknown, wantedHash: string): Parsed<readonly LeafField[]> {
  const form = leafOpenings().safeParse(found);
  if (!form.success) {
    const [issue] = form.error.issues;
    return refuse(`openings: "${issue?.path.join('.') ?? ''}" must be as in a receipt, is not`, 0);
  }
  const { leaf, fields } = form.data;
  const entry = Buffer.byteLength(leaf) > leafBytes ? new Uint8Array() : leafEntry(leaf);
  const content = parseLeaf(entry);
  if (!content.ok) return refuse(`openings: "leaf" ${content.reason}`, 0);
  if (base64(leafHash(entry)) !== wantedHash)
    return refuse('openings: "leaf" must have the hash "leafHash", has another', 0);
  for (const [place, one] of fields.entries()) {
    const fault = faultOf(one);
    if (fault !== null) return refuse(`openings: "fields.${place}" (${one.field}) ${fault}`, place);
  }
  const commitments = fields.map(({ commitment }) => Buffer.from(commitment, 'base64'));
  if (hash('sha256', Buffer.concat(commitments), 'base64') !== content.value.sealed)
    return refuse('openings: "commitment" of all fields must make what the leaf seals, do not', 0);
  return { ok: true, value: fields.filter(({ field }) => field !== null) };
}

/** What is wrong with a field, besides that it may be of another leaf; null: nothing, or that it is closed. */
function faultOf({ field, value, salt, commitment }: LeafField): string | null {
  if (field === null) return null;
  if (value === null || salt === null) return 'must have value and salt, has not';
  let parsed: Json;
  try {
    parsed = JSON.parse(value) as Json;
  } catch {
    return 'must have JSON as its value, has not';
  }
  const made = base64(fieldCommitment(Buffer.from(salt, 'base64'), field, parsed));
  return made === commitment ? null : 'must be what its commitment says: value or salt is wrong';
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
