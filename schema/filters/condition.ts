import { visibleError } from '../errors.ts';
import type { Access } from '../privacy/access.ts';
import { mayRead, tierOfClass } from '../privacy/field-class.ts';
import type { AnyReleased } from '../privacy/release.ts';
import type { Tier } from '../privacy/tier.ts';
import type { Register } from '../registers/register.ts';

/** What a filter asks of a row. It is shown released rows only, so it learns nothing that the viewer may not read. */
export interface Condition {
  /** The argument that states it: `filter.floorArea`. */
  readonly argument: string;
  readonly reads: readonly string[];
  /** A field whose row must be read ahead for the test. */
  readonly through?: string;
  /** `first` is the first part of the key that the row was found under in another order, if it was. */
  readonly holds: (row: AnyReleased, first: string | null) => boolean;
  /** True where the field is named and nothing is asked of it: null, or a range without ends. Who may not read it may not name it. */
  readonly asksNothing?: true;
}

/** A condition that one field equals a value; null asks nothing, as if it were not given. */
export function equalTo(field: string, value: string | boolean | null | undefined): Condition[] {
  if (value === undefined) return [];
  if (value === null) return [nothingAsked(field)];
  return [fieldCondition(field, (stored) => stored === value)];
}

/** A condition that one field lies between two numbers, both included; null lies nowhere. A range without ends asks nothing. */
export function between(
  field: string,
  range: { readonly min?: number | null | undefined; readonly max?: number | null | undefined } | null | undefined,
): Condition[] {
  if (range === undefined) return [];
  const { min, max } = range ?? {};
  if (typeof min !== 'number' && typeof max !== 'number') return [nothingAsked(field)];
  const [low, high] = [min ?? Number.NEGATIVE_INFINITY, max ?? Number.POSITIVE_INFINITY];
  if (low > high) {
    const message = `Cannot filter by "${field}": min must not be above max, is ${low} and ${high}`;
    throw visibleError('BAD_ARGUMENT', message, `filter.${field}`);
  }
  return [fieldCondition(field, (stored) => typeof stored === 'number' && stored >= low && stored <= high)];
}

/** A condition on the value of one field. */
export function fieldCondition(field: string, holds: (stored: unknown) => boolean): Condition {
  const test = (row: AnyReleased): boolean => holds((row as unknown as Record<string, unknown>)[field]);
  return { argument: `filter.${field}`, reads: [field], holds: test };
}

function nothingAsked(field: string): Condition {
  return { argument: `filter.${field}`, reads: [field], holds: () => true, asksNothing: true };
}

/** Refuses conditions on fields that today's policy closes to the tier: before anything is looked up. */
export function refuseClosed(conditions: readonly Condition[], register: Register, tier: Tier): void {
  for (const { argument, reads } of conditions) {
    for (const field of reads) {
      const fieldClass = register.policies[field]?.class ?? 'open';
      if (!mayRead(tier, fieldClass)) throw forbidden(argument, tierOfClass[fieldClass], tier);
    }
  }
}

/** Refuses conditions on fields that the edition's own policy closes. */
export function refuseClosedIn(conditions: readonly Condition[], access: Access): void {
  for (const { argument, reads } of conditions) {
    for (const field of reads) {
      const closedBy = access.closed.get(field);
      if (closedBy !== undefined) throw forbidden(argument, tierOfClass[closedBy], access.tier);
    }
  }
}

function forbidden(argument: string, required: Tier, tier: Tier): Error {
  const name = argument.slice(argument.lastIndexOf('.') + 1);
  return visibleError('FORBIDDEN_FILTER', `Cannot filter by "${name}": tier must be ${required}, is ${tier}`, argument);
}
