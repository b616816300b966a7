import { type AnyReleased, origin } from '../privacy/release.ts';

/** The GraphQL type that shows the row. */
export function typeNameOf(row: AnyReleased): string {
  return row[origin].register.typeName;
}
