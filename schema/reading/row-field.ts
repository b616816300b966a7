import type { GraphQLField, GraphQLNamedType } from 'graphql';
import type { FieldPolicy } from '../registers/field.ts';
import { type RegisterName, registerNames } from '../registers/register-name.ts';

/** What the machinery must know of a field of a row's type; kept in the extensions of the GraphQL field. */
export interface RowField {
  /** Stored fields that its value is made of; a viewer who may not read all of them gets null. */
  readonly reads: readonly string[];
  /** For a field that shows another row: the fields that lead there, one after the other. */
  readonly path?: readonly string[];
  /** For what is told besides the columns. */
  readonly provenance?: 'knownFrom' | 'knownTo' | 'replacedBy';
}

/** Options of a GraphQL field that shows a stored field as it is: its description and policy. */
export function stored(policy: FieldPolicy): { description: string; extensions: { privacy: FieldPolicy } } {
  return { description: policy.description, extensions: { privacy: policy } };
}

/** Extensions of a GraphQL field that is made of stored fields. */
export function madeOf(rowField: RowField): { rowField: RowField } {
  return { rowField };
}

/** What `stored` or `madeOf` said of the field; fields of other kinds answer for themselves. */
export function rowFieldOf(field: GraphQLField<unknown, unknown>): RowField | null {
  const { privacy, rowField } = field.extensions as { privacy?: FieldPolicy; rowField?: RowField };
  return rowField ?? (privacy === undefined ? null : { reads: [field.name] });
}

/** The register whose rows the type shows, or null. */
export function registerOfType(type: GraphQLNamedType): RegisterName | null {
  const name = type.extensions.register;
  return registerNames.find((register) => register === name) ?? null;
}
