import type { Edition, PublicationRecord } from '../../schema/ports.ts';
import { fieldClasses } from '../../schema/privacy/field-class.ts';
import { tiers } from '../../schema/privacy/tier.ts';
import { registerNames } from '../../schema/registers/register-name.ts';
import { each, from, list, members, number, oneOf, orAbsent, orNull, text, whole } from './stored-form.ts';

const count = from(0);

/** A tree as editions name it; null: it has no rows. */
export const treeRoot = orNull(
  members({ hash: text, level: whole, firstKey: text, rows: count, live: count, since: number }),
);

const registerEdition = members({
  seq: count,
  publishedAt: text,
  layout: each(oneOf(fieldClasses), list(text)),
  exceptions: orAbsent(text),
  trees: each(text, treeRoot),
});

const edition = members({
  tier: oneOf(tiers),
  number: from(1),
  at: text,
  registers: each(oneOf(registerNames), registerEdition),
});

const publication = members({
  tier: oneOf(tiers),
  register: oneOf(registerNames),
  seq: from(1),
  edition: from(1),
  at: text,
  changes: count,
});

/** An edition from its stored JSON; throws an error when that is damaged. */
export function parseEdition(stored: string): Edition {
  return edition(JSON.parse(stored), 'edition') as Edition;
}

/** A publication record from its stored JSON or columns; throws an error when they are damaged. */
export function parsePublication(stored: unknown): PublicationRecord {
  return publication(stored, 'publication');
}
