import { type FieldNode, getNamedType, isAbstractType, isNullableType, isObjectType } from 'graphql';
import { subfields } from '../reading/subfields.ts';
import type { PricedOperation } from './price.ts';

/** A credit query of an operation: under which name its answer stands, and under which that shows what is no part of the query. */
export interface CreditQueryPlace {
  readonly key: string;
  /** Names of `entity`, which is read of another register. */
  readonly beside: readonly string[];
  /** Names of other root fields, which may be left out: they may be null. */
  readonly others: readonly string[];
}

/** The credit queries of an operation: root fields, under whatever alias, that say so in their definition. */
export function creditQueries(priced: PricedOperation): readonly CreditQueryPlace[] {
  const root = priced.schema.getRootType(priced.operation.operation);
  if (root == null) return [];
  const selected = [...subfields(root, [priced.operation], priced)];
  const fieldOf = (nodes: readonly FieldNode[]) => root.getFields()[nodes[0]?.name.value ?? ''];
  const nullable = selected.filter(([, nodes]) => isNullableType(fieldOf(nodes)?.type)).map(([name]) => name);
  return selected.flatMap(([key, nodes]): CreditQueryPlace[] => {
    const field = fieldOf(nodes);
    if (field?.extensions.creditQuery !== true) return [];
    const answer = getNamedType(field.type);
    const types = isAbstractType(answer) ? priced.schema.getPossibleTypes(answer) : [answer].filter(isObjectType);
    const within = types.flatMap((type) => [...subfields(type, nodes, priced)]);
    const beside = within.filter(([, [node]]) => node?.name.value === 'entity').map(([name]) => name);
    return [{ key, beside, others: nullable.filter((name) => name !== key) }];
  });
}
