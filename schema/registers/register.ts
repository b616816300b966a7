import { type FieldClass, fieldClasses } from '../privacy/field-class.ts';
import { possibleClasses } from '../privacy/record-class.ts';
import type { Json } from '../tree/entry.ts';
import type { FieldPolicy } from './field.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { RegisterName } from './register-name.ts';

/** A row of any register, all classes together. Only publication and the gate hold such rows. */
export type StoredRow = Lifecycle & { readonly code: string } & { readonly [field: string]: Json };

/** A row as a file gives it: `validFrom` may be left to the effective date of the publication. */
export type IncomingRow = Omit<Lifecycle, 'validFrom'> & {
  readonly code: string;
  readonly validFrom: string | null;
} & {
  readonly [field: string]: Json;
};

/** A register as the machinery that knows no register sees it. */
export interface Register<R extends RegisterName = RegisterName> {
  readonly name: R;
  /** The GraphQL type of its rows. */
  readonly typeName: string;
  readonly policies: { readonly [field: string]: FieldPolicy };
  readonly licence: string;
  readonly source: string;
}

/** Field names by class in the order in which today's code stores them; one whose class depends on the record is in several. */
export function layoutOf(register: Register): { readonly [C in FieldClass]?: readonly string[] } {
  const layout: { [C in FieldClass]?: string[] } = {};
  for (const fieldClass of fieldClasses) {
    const names = Object.entries(register.policies).filter(([, policy]) =>
      possibleClasses(policy).includes(fieldClass),
    );
    if (names.length > 0) layout[fieldClass] = names.map(([name]) => name);
  }
  return layout;
}
