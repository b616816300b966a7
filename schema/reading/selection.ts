import {
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getNamedType,
  isAbstractType,
  isObjectType,
} from 'graphql';
import type { RegisterName } from '../registers/register-name.ts';
import { type RowField, registerOfType, rowFieldOf } from './row-field.ts';
import { type DocumentInfo, subfields } from './subfields.ts';

/** What a document selects of the rows that stand at one place of the answer. */
export interface Selection {
  readonly register: RegisterName;
  readonly typeName: string;
  readonly fields: ReadonlyMap<string, RowField>;
  /** Fields that show another row; one for each alias, since each makes objects of its own. */
  readonly relations: readonly SelectedRelation[];
}

/** A field that shows another row, and what is selected of that. */
export interface SelectedRelation {
  readonly path: readonly string[];
  readonly selection: Selection;
}

/** A place below a resolver at which rows stand: `nodes`, `edges.node`, or empty for the value itself. */
export interface RowPlace {
  readonly path: string;
  /** By type, for a place that can hold rows of several registers. */
  readonly selections: readonly Selection[];
}

/** All places below the field being resolved at which rows stand. Fragments, aliases, @skip and @include are followed. */
export function rowPlaces(info: GraphQLResolveInfo): readonly RowPlace[] {
  return placesBelow(getNamedType(info.returnType), info.fieldNodes, '', info);
}

function placesBelow(
  type: GraphQLNamedType,
  nodes: readonly FieldNode[],
  path: string,
  info: DocumentInfo,
): readonly RowPlace[] {
  const types = isAbstractType(type) ? info.schema.getPossibleTypes(type) : isObjectType(type) ? [type] : [];
  const selections = types.flatMap((possible) => selectionOf(possible, nodes, info) ?? []);
  if (selections.length > 0) return [{ path, selections }];
  return types.flatMap((possible) =>
    [...subfields(possible, nodes, info).values()].flatMap((below) => {
      const name = below[0]?.name.value ?? '';
      const field = possible.getFields()[name];
      const next = path === '' ? name : `${path}.${name}`;
      return field === undefined ? [] : placesBelow(getNamedType(field.type), below, next, info);
    }),
  );
}

function selectionOf(type: GraphQLObjectType, nodes: readonly FieldNode[], info: DocumentInfo): Selection | null {
  const register = registerOfType(type);
  if (register === null) return null;
  const fields = new Map<string, RowField>();
  const relations: SelectedRelation[] = [];
  for (const below of subfields(type, nodes, info).values()) {
    const field = type.getFields()[below[0]?.name.value ?? ''];
    const rowField = field === undefined ? null : rowFieldOf(field);
    if (field === undefined || rowField === null) continue;
    fields.set(field.name, rowField);
    const target = getNamedType(field.type);
    const selection = isObjectType(target) ? selectionOf(target, below, info) : null;
    if (rowField.path !== undefined && selection !== null) relations.push({ path: rowField.path, selection });
  }
  return { register, typeName: type.name, fields, relations };
}

/** True when the field being resolved is asked for anything but `field` (and its type). */
export function selectsMoreThan(info: GraphQLResolveInfo, field: string): boolean {
  return selectedNames(info)?.some((name) => name !== field && name !== '__typename') ?? true;
}

/** True when the field being resolved is asked for `field`. */
export function selects(info: GraphQLResolveInfo, field: string): boolean {
  return selectedNames(info)?.includes(field) ?? true;
}

function selectedNames(info: GraphQLResolveInfo): readonly (string | undefined)[] | null {
  const type = getNamedType(info.returnType);
  if (!isObjectType(type)) return null;
  return [...subfields(type, info.fieldNodes, info).values()].map((nodes) => nodes[0]?.name.value);
}
