import type { Client } from '../../schema/ports.ts';
import { tiers } from '../../schema/privacy/tier.ts';
import { members, oneOf, orAbsent, orNull, text } from './stored-form.ts';

const client = members<Client>({
  id: text,
  name: text,
  tier: oneOf(tiers),
  subject: orNull(text),
  secretHash: text,
  createdAt: text,
  revokedAt: orNull(text),
  rotatedAt: orAbsent(text),
});

/** A client from its stored JSON; throws an error when that is damaged. */
export function parseClient(stored: string): Client {
  return client(JSON.parse(stored), 'client');
}
