import { type FieldClass, fieldClasses, stricter } from './field-class.ts';

/** All of a record that may decide about the class of its fields: what is open to everyone in every register. */
export interface AlwaysOpen {
  readonly code: string;
}

/** A stricter class that a field has for some records. The class itself tells nothing: whoever sees the code can tell it. */
export interface StricterFor {
  readonly class: FieldClass;
  /** Which records, for people to read: `sole traders`. It names the rule too: one that tells other records needs another text (laws). */
  readonly records: string;
  readonly applies: (record: AlwaysOpen) => boolean;
}

/** What decides about the class of a field. */
export interface ClassRule {
  readonly class: FieldClass;
  readonly stricter?: StricterFor;
}

/** The class of a field for one record. */
export function classFor({ class: usual, stricter: exception }: ClassRule, record: AlwaysOpen): FieldClass {
  return exception?.applies(record) === true ? stricter(usual, exception.class) : usual;
}

/** Every class that a field may have for some record, least restricted first. */
export function possibleClasses({ class: usual, stricter: exception }: ClassRule): readonly FieldClass[] {
  if (exception === undefined) return [usual];
  const strict = stricter(usual, exception.class);
  return fieldClasses.filter((fieldClass) => fieldClass === usual || fieldClass === strict);
}
