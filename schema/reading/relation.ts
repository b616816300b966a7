import type { AnyReleased, Released } from '../privacy/release.ts';
import type { FieldPolicy } from '../registers/field.ts';
import { referenceOf } from '../registers/references.ts';
import type { RegisterName } from '../registers/register-name.ts';
import { follow } from './follow.ts';
import type { RowField } from './row-field.ts';

interface RelationOptions<R extends RegisterName> {
  readonly description: string;
  readonly extensions: { readonly rowField: RowField; readonly privacy: FieldPolicy };
  readonly resolve: (row: AnyReleased) => Released<R> | null;
}

/**
 * A GraphQL field that shows the row of `register` that fields of `path` lead to, at the same time. Its row was read
 * ahead with all others of the page, so resolving costs a look-up in memory.
 */
export function relation<R extends RegisterName>(
  register: R,
  policy: FieldPolicy,
  ...path: readonly [string, ...string[]]
): RelationOptions<R> {
  const last = path.at(-1) ?? '';
  if (referenceOf(last) !== register) throw new Error(`Cannot relate "${last}" to ${register}: it holds other codes`);
  return {
    description: policy.description,
    extensions: { privacy: policy, rowField: { reads: [path[0]], path } },
    resolve: (row) => follow(row, path) as Released<R> | null,
  };
}
