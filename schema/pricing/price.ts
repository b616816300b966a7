import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isLeafType,
  isListType,
  isObjectType,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql';
import { registerOfType } from '../reading/row-field.ts';
import { subfields } from '../reading/subfields.ts';
import { type ArgumentValues, argumentPoints, pageRows, readArguments } from './argument-points.ts';
import { countSelected, createSelectionCount, type SelectionCount } from './selection-count.ts';

/** An operation with coerced variables, before it runs. */
export interface PricedOperation {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Record<string, FragmentDefinitionNode>;
  readonly variableValues: { [name: string]: unknown };
}

/** Values of a row that one point pays. */
const leavesPerPoint = 25;
/** A boundary has some hundred positions. */
const geometryLeaves = 2 * leavesPerPoint;
/** Taken for the length of a list that no argument bounds and that does not say itself how long it is, such as the fields of a dataset. */
const assumedLength = 10;
/** The whole schema is walked for each field of an introspection. */
const introspectionPoints = 5;

/**
 * What an operation costs at most, in points, known from the document and its variables alone (docs/errors.md has the
 * table): one for each row that may be shown and each 25 values of it, `first` times what is below a page, more for what
 * must be searched. Nothing of the data moves it, so it tells nothing of the data. Throws TOO_EXPENSIVE when there is more
 * selected than any operation may.
 */
export function priceOf(priced: PricedOperation): number {
  const root = priced.schema.getRootType(priced.operation.operation);
  if (root == null) return 1;
  const walk: Walk = { priced, count: createSelectionCount() };
  return Math.max(1, objectPoints({ type: root, nodes: [priced.operation], length: assumedLength }, walk));
}

const metaFields = new Map(
  [SchemaMetaFieldDef, TypeMetaFieldDef, TypeNameMetaFieldDef].map((field) => [field.name, field]),
);

interface Walk {
  readonly priced: PricedOperation;
  readonly count: SelectionCount;
}

/** An object of the answer: what is selected of it, and how long the lists in it are. */
interface Place {
  readonly type: GraphQLObjectType;
  readonly nodes: readonly Pick<FieldNode, 'selectionSet'>[];
  readonly length: number;
}

function objectPoints({ type, nodes, length }: Place, walk: Walk): number {
  let leaves = 0;
  let below = 0;
  for (const selected of subfields(type, nodes, walk.priced).values()) {
    const [node] = selected;
    if (node === undefined) continue;
    countSelected(walk.count);
    const field = metaFields.get(node.name.value) ?? type.getFields()[node.name.value];
    if (field === undefined) continue;
    const target = getNamedType(field.type);
    if (isLeafType(target)) leaves += target.name === 'GeoJSON' ? geometryLeaves : 1;
    else if (field.name.startsWith('__')) below += introspection(target, selected, walk) * introspectionPoints;
    else below += fieldPoints({ field, selected, length }, walk);
  }
  const own = Math.ceil(leaves / leavesPerPoint);
  return below + (registerOfType(type) === null ? own : Math.max(1, own));
}

interface SelectedField {
  readonly field: GraphQLField<unknown, unknown>;
  readonly selected: readonly FieldNode[];
  readonly length: number;
}

/** The dearest type that may stand there, times the rows; a page without rows is paid as if it showed them. */
function fieldPoints({ field, selected, length }: SelectedField, walk: Walk): number {
  const values = readArguments(field, selected[0], walk.priced.variableValues);
  const rows = pageRows(field, values);
  const types = possibleTypes(getNamedType(field.type), walk.priced.schema);
  const each = types.map((type) => objectPoints({ type, nodes: selected, length: rows ?? assumedLength }, walk));
  const times = isListType(getNullableType(field.type)) ? (ownLength(field, values) ?? length) : 1;
  const read = rows !== null && types.some((type) => readsRows(type, selected, walk)) ? rows : 0;
  return Math.max(read, times * Math.max(0, ...each)) + argumentPoints(values) + ownPoints(field, values);
}

/** Points that a field asks for itself: `extensions.points` of its definition. */
function ownPoints({ extensions }: GraphQLField<unknown, unknown>, values: ArgumentValues): number {
  return typeof extensions.points === 'function' ? Number(extensions.points(values)) : 0;
}

/** How long a list is that its arguments name one by one: `extensions.length` of its definition; null where it does not say. */
function ownLength({ extensions }: GraphQLField<unknown, unknown>, values: ArgumentValues): number | null {
  return typeof extensions.length === 'function' ? Number(extensions.length(values)) : null;
}

/** A count is taken from the index of an order; all else of a page is known from its rows. */
function readsRows(connection: GraphQLObjectType, nodes: readonly FieldNode[], { priced }: Walk): boolean {
  const names = [...subfields(connection, nodes, priced).values()].map(([node]) => node?.name.value);
  return names.some((name) => name !== 'totalCount' && name !== '__typename');
}

function possibleTypes(type: GraphQLNamedType, schema: GraphQLSchema): readonly GraphQLObjectType[] {
  return isAbstractType(type) ? schema.getPossibleTypes(type) : isObjectType(type) ? [type] : [];
}

/** Fields selected below a place of the introspection. */
function introspection(type: GraphQLNamedType, nodes: readonly FieldNode[], walk: Walk): number {
  if (!isObjectType(type)) return 0;
  let fields = 1;
  for (const selected of subfields(type, nodes, walk.priced).values()) {
    countSelected(walk.count);
    const field = type.getFields()[selected[0]?.name.value ?? ''];
    if (field !== undefined) fields += introspection(getNamedType(field.type), selected, walk);
  }
  return fields;
}
