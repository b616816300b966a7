import { reaches, type Tier } from './tier.ts';

/** Classes of stored fields: each names the lowest tier that may read it. There is no default. */
export const fieldClasses = ['open', 'registered', 'enterprise', 'government'] as const;
export type FieldClass = (typeof fieldClasses)[number];

/** The lowest tier that may read a field of this class; its line of editions numbers the trees of the class. */
export const tierOfClass: Record<FieldClass, Tier> = {
  open: 'PUBLIC',
  registered: 'REGISTERED',
  enterprise: 'ENTERPRISE',
  government: 'GOVERNMENT',
};

/** True when a viewer of `tier` may read fields of `fieldClass`. */
export function mayRead(tier: Tier, fieldClass: FieldClass): boolean {
  return reaches(tier, tierOfClass[fieldClass]);
}

/** The classes that `tier` may read, least restricted first. */
export function classesOf(tier: Tier): FieldClass[] {
  return fieldClasses.filter((fieldClass) => mayRead(tier, fieldClass));
}

/** The stricter of two classes: yesterday's data obeys today's rule when that is stricter. */
export function stricter(one: FieldClass, other: FieldClass): FieldClass {
  return fieldClasses.indexOf(one) >= fieldClasses.indexOf(other) ? one : other;
}
