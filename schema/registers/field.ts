import type { ClassRule } from '../privacy/record-class.ts';

/** What the public policy says of one stored field: who may read it, what it holds, what to read in its place. */
export interface FieldPolicy extends ClassRule {
  readonly description: string;
  /** The open field that a viewer without the right to this one can use. */
  readonly instead?: string;
}

/** Policies of all fields of a record; total, so that a field without a class does not compile. */
export type FieldPolicies<Record extends object> = { readonly [Name in keyof Record]-?: FieldPolicy };
