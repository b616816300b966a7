import { type GraphQLObjectType, type GraphQLResolveInfo, getNamedType, isObjectType } from 'graphql';
import { subfields } from '../../reading/subfields.ts';
import { mostBytesCarried } from './credit-port.ts';

/** No statement is smaller as JSON. */
const leastStatementBytes = 300;
/** A sealed place in a list, and whatever else is no field of a statement. */
const cursorBytes = 300;
const otherBytes = 60;

type Selected = Parameters<typeof subfields>[1];
/** A list of statements (or of what holds one), as it is selected under one name. */
export interface StatementList {
  readonly type: GraphQLObjectType;
  readonly selected: Selected;
}

interface Weight {
  /** Bytes beside the fields of a statement, once for each. */
  fixed: number;
  /** How often each field of a statement is answered. */
  readonly times: Map<string, number>;
}

/**
 * How many bytes the statements of an answer may have, as JSON, so that the answer can leave: less where aliases repeat them. Only
 * the document decides, so that it is known before a query is paid.
 */
export function statementsThatFit(lists: readonly StatementList[], info: GraphQLResolveInfo): number {
  const weights = lists.flatMap(({ type, selected }) =>
    [...subfields(type, selected, info).values()].map((nodes) => weightOf(type, nodes, info)),
  );
  return Math.floor(
    mostBytesCarried /
      Math.max(
        1,
        weights.reduce((sum, weight) => sum + weight, 0),
      ),
  );
}

function weightOf(type: GraphQLObjectType, nodes: Selected, info: GraphQLResolveInfo): number {
  const weight: Weight = { fixed: 0, times: new Map() };
  const [node] = nodes as readonly { readonly name: { readonly value: string } }[];
  const field = type.getFields()[node?.name.value ?? ''];
  const below = field === undefined ? null : getNamedType(field.type);
  if (isObjectType(below)) add(below, nodes, info, weight);
  return Math.max(0, ...weight.times.values()) + weight.fixed / leastStatementBytes;
}

/** Adds what is selected of an object, and of all below it. */
function add(type: GraphQLObjectType, nodes: Selected, info: GraphQLResolveInfo, weight: Weight): void {
  for (const [key, selected] of subfields(type, nodes, info)) {
    const name = selected[0]?.name.value ?? '';
    const below = getNamedType(type.getFields()[name]?.type);
    if (isObjectType(below)) {
      weight.fixed += type.name === 'PageInfo' ? 0 : key.length + otherBytes;
      add(below, selected, info, weight);
    } else if (type.name === 'CreditStatement' && name !== '__typename') {
      weight.times.set(name, (weight.times.get(name) ?? 0) + 1);
      weight.fixed += Math.max(0, key.length - name.length);
    } else weight.fixed += key.length + (name === 'cursor' ? cursorBytes : otherBytes);
  }
}
