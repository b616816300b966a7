import { type FieldNode, type GraphQLField, getArgumentValues } from 'graphql';
import { searchedBlocks } from '../reading/scan.ts';

/** Coerced arguments of a field. */
export type ArgumentValues = { readonly [name: string]: unknown };

const defaultRows = 20;
const mostRows = 1000;
/** A filter by these alone is answered by an order of the register; any other searches. */
const ordered = new Set(['code', 'codeIn', 'within', 'name', 'industry']);
/** Rows of a block that are read, tested, and mostly not shown, count as ten. */
const searchPoints = 10 * searchedBlocks;
const valuesPerPoint = 10;

/** The arguments of a field as they will be given to it; none when they cannot be: then the field is refused anyway. */
export function readArguments(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode | undefined,
  variableValues: { [name: string]: unknown },
): ArgumentValues {
  if (node === undefined || field.args.length === 0) return {};
  try {
    return getArgumentValues(field, node, variableValues);
  } catch {
    return {};
  }
}

/** Rows that a paged field may show; null for a field without pages. */
export function pageRows(field: GraphQLField<unknown, unknown>, values: ArgumentValues): number | null {
  if (!field.args.some((argument) => argument.name === 'first')) return null;
  const { first } = values;
  return typeof first === 'number' ? Math.min(Math.max(first, 1), mostRows) : defaultRows;
}

/** What the arguments themselves cost: values to look up, and the search for rows that no order finds. */
export function argumentPoints(values: ArgumentValues): number {
  const { filter } = values;
  const conditions = typeof filter === 'object' && filter !== null ? filter : {};
  const searching = Object.entries(conditions).some(([name, value]) => value != null && !ordered.has(name));
  return (searching ? searchPoints : 0) + Math.ceil(listedValues([values, conditions]) / valuesPerPoint);
}

function listedValues(records: readonly object[]): number {
  const lists = records.flatMap((record) => Object.values(record)).filter((value) => Array.isArray(value));
  return lists.reduce((sum, list) => sum + list.length, 0);
}
