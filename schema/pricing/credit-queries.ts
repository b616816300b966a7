import { subfields } from '../reading/subfields.ts';
import type { PricedOperation } from './price.ts';

/** How many credit queries an operation is: root fields, under whatever alias, that say so in their definition. */
export function creditQueries(priced: PricedOperation): number {
  const root = priced.schema.getRootType(priced.operation.operation);
  if (root == null) return 0;
  const selected = [...subfields(root, [priced.operation], priced).values()];
  return selected.filter(([node]) => root.getFields()[node?.name.value ?? '']?.extensions.creditQuery === true).length;
}
