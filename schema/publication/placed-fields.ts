import { type FieldClass, fieldClasses } from '../privacy/field-class.ts';
import { type AlwaysOpen, classFor } from '../privacy/record-class.ts';
import { perKind } from '../privacy/record-kinds.ts';
import { layoutOf, type Register } from '../registers/register.ts';

/** Fields of a class tree in stored order, as they lie for one record: null in place of a field that is in another tree. */
export type PlacedFields = readonly (string | null)[];

/** Where the fields of a register's records lie, by today's policy. */
export type Placement = (fieldClass: FieldClass, record: AlwaysOpen) => PlacedFields;

const known = new WeakMap<Register, Placement>();

/** The placement of a register's fields. */
export function placementOf(register: Register): Placement {
  const placement = known.get(register) ?? decide(register);
  known.set(register, placement);
  return placement;
}

function decide(register: Register): Placement {
  const { policies } = register;
  const layout = layoutOf(register);
  const lists = perKind(policies, (record) => {
    const lies = (field: string, fieldClass: FieldClass): boolean => {
      const policy = policies[field];
      return policy !== undefined && classFor(policy, record) === fieldClass;
    };
    const placed = (fieldClass: FieldClass) =>
      (layout[fieldClass] ?? []).map((field) => (lies(field, fieldClass) ? field : null));
    return new Map(fieldClasses.map((fieldClass) => [fieldClass, placed(fieldClass)]));
  });
  return (fieldClass, record) => lists(record).get(fieldClass) ?? [];
}

/** Names of the fields of a record that not everyone may read. */
export function restrictedFields({ policies }: Register): (record: AlwaysOpen) => ReadonlySet<string> {
  return perKind(policies, (record) => {
    const restricted = Object.entries(policies).filter(([, policy]) => classFor(policy, record) !== 'open');
    return new Set(restricted.map(([field]) => field));
  });
}
