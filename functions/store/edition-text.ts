import * as z from 'zod';
import type { Edition, PublicationRecord } from '../../schema/ports.ts';
import { fieldClasses } from '../../schema/privacy/field-class.ts';
import { tiers } from '../../schema/privacy/tier.ts';
import { registerNames } from '../../schema/registers/register-name.ts';

const count = z.int().nonnegative();

/** A tree as editions name it. */
export const treeRoot = z.object({
  hash: z.string(),
  level: z.int(),
  firstKey: z.string(),
  rows: count,
  live: count,
  since: z.number(),
});

const registerEdition = z.object({
  seq: count,
  publishedAt: z.string(),
  layout: z.partialRecord(z.enum(fieldClasses), z.array(z.string())),
  exceptions: z.string().exactOptional(),
  trees: z.record(z.string(), treeRoot.nullable()),
});

const edition = z.object({
  tier: z.enum(tiers),
  number: z.int().positive(),
  at: z.string(),
  registers: z.partialRecord(z.enum(registerNames), registerEdition),
});

const publication = z.object({
  tier: z.enum(tiers),
  register: z.enum(registerNames),
  seq: z.int().positive(),
  edition: z.int().positive(),
  at: z.string(),
  changes: count,
});

/** An edition from its stored JSON; throws a ZodError or SyntaxError when that is damaged. */
export function parseEdition(text: string): Edition {
  return edition.parse(JSON.parse(text));
}

/** A publication record from its stored JSON or columns; throws a ZodError when they are damaged. */
export function parsePublication(stored: unknown): PublicationRecord {
  return publication.parse(stored);
}
