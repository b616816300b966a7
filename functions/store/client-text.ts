import * as z from 'zod';
import type { Client } from '../../schema/ports.ts';
import { tiers } from '../../schema/privacy/tier.ts';

const client = z.object({
  id: z.string(),
  name: z.string(),
  tier: z.enum(tiers),
  subject: z.string().nullable(),
  secretHash: z.string(),
  createdAt: z.string(),
  revokedAt: z.string().nullable(),
});

/** A client from its stored JSON; throws a ZodError or SyntaxError when that is damaged. */
export function parseClient(text: string): Client {
  return client.parse(JSON.parse(text));
}
