import type { Condition } from '../filters/condition.ts';
import { referenceOf } from '../registers/references.ts';
import type { RegisterView } from './register-view.ts';
import type { Selection } from './selection.ts';

/** What rows must be read with so that the conditions can be tested. */
export function conditionsSelection({ register }: RegisterView, conditions: readonly Condition[]): Selection {
  const fields = new Map(conditions.map((condition) => [condition.argument, { reads: condition.reads }]));
  const through = new Set(conditions.flatMap((condition) => condition.through ?? []));
  const relations = [...through].map((field) => {
    const selection = { register: referenceOf(field), typeName: '', fields: new Map(), relations: [] };
    return { path: [field], selection };
  });
  return { register: register.name, typeName: register.typeName, fields, relations };
}
