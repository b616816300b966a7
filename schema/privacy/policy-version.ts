import { createHash } from 'node:crypto';
import type { Register } from '../registers/register.ts';

/** Names the class table: another text whenever a field's class, or the set of fields, is another. */
export function policyVersion(registers: readonly Register[]): string {
  const table = registers.map(({ name, policies }) => [
    name,
    Object.entries(policies).map(([field, policy]) => [
      ...[field, policy.class, policy.instead ?? null],
      ...(policy.stricter === undefined ? [] : [policy.stricter.class, policy.stricter.records]),
    ]),
  ]);
  return createHash('sha256').update(JSON.stringify(table)).digest('base64url').slice(0, 12);
}
