import { createHash } from 'node:crypto';
import type { RegisterEdition } from '../ports.ts';
import type { ClassRule } from './record-class.ts';

interface Ruled {
  readonly policies: { readonly [field: string]: ClassRule };
}

const known = new WeakMap<Ruled, string>();

/**
 * Names the rules by which classes of a register depend on the record: another text whenever a field has another such rule, as
 * `StricterFor.records` names it. Empty where no field has one.
 */
export function exceptionsOf(register: Ruled): string {
  const name = known.get(register) ?? nameOf(register);
  known.set(register, name);
  return name;
}

/** True when the rows of an edition lie by today's rules. One that names none was made before there was a second one. */
export function liesByTodaysRules(register: Ruled, { exceptions }: Pick<RegisterEdition, 'exceptions'>): boolean {
  return exceptions === undefined || exceptions === exceptionsOf(register);
}

function nameOf({ policies }: Ruled): string {
  const rules = Object.entries(policies).flatMap(([field, { stricter }]) =>
    stricter === undefined ? [] : [[field, stricter.class, stricter.records]],
  );
  if (rules.length === 0) return '';
  return createHash('sha256').update(JSON.stringify(rules)).digest('base64url').slice(0, 12);
}
