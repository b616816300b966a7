import { createHash } from 'node:crypto';
import type { RegisterEdition } from '../ports.ts';
import type { RegisterName } from '../registers/register-name.ts';
import type { ClassRule } from './record-class.ts';

/** The rules of editions that name none: they were made before there was a second one. */
const first: { readonly [R in RegisterName]?: string } = { ENTITIES: 'gI4RRCRzf0kc' };

interface Ruled {
  readonly name: RegisterName;
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

/** True when the rows of an edition lie by today's rules. */
export function liesByTodaysRules(register: Ruled, { exceptions }: Pick<RegisterEdition, 'exceptions'>): boolean {
  return (exceptions ?? first[register.name] ?? '') === exceptionsOf(register);
}

function nameOf({ policies }: Ruled): string {
  const rules = Object.entries(policies).flatMap(([field, { stricter }]) =>
    stricter === undefined ? [] : [[field, stricter.class, stricter.records]],
  );
  if (rules.length === 0) return '';
  return createHash('sha256').update(JSON.stringify(rules)).digest('base64url').slice(0, 12);
}
