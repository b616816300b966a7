import {
  BREAK,
  type DocumentNode,
  type GraphQLInputObjectType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  Kind,
  type ListValueNode,
  type ObjectValueNode,
  type VariableNode,
  visit,
} from 'graphql';

/**
 * True for documents that may be given to graphql-jit 0.8.9, which writes parts of a document into the program that it makes:
 *
 * - a string that begins with one of its marks (`__MAGIC_DATE__…`) is taken for program text, whoever wrote it: any caller
 *   could run code here;
 * - response names are joined by `_` to names of variables, so that two places of a document can share one;
 * - names such as `__proto__` mean something else in a program.
 *
 * So names must be made of letters and digits, and strings must not hold `_` at all. All other documents are answered by
 * graphql-js, as are introspections, which are large and asked once.
 */
export function isCompilable(document: DocumentNode): boolean {
  let plain = true;
  const refuse = () => {
    plain = false;
    return BREAK;
  };
  visit(document, {
    Name: ({ value }) => (plainName.test(value) || value === '__typename' ? undefined : refuse()),
    StringValue: ({ value }) => (value.includes('_') ? refuse() : undefined),
    EnumValue: ({ value }) => (value.includes('__') ? refuse() : undefined),
    Field: ({ alias }) => (alias?.value === '__typename' ? refuse() : undefined),
  });
  return plain && document.definitions.every(({ kind }) => executable.has(kind));
}

const plainName = /^[A-Za-z][A-Za-z0-9]*$/;
const executable = new Set<Kind>([Kind.OPERATION_DEFINITION, Kind.FRAGMENT_DEFINITION]);

/**
 * Variables that stand inside an object or a list of a document. Where one of them is absent or null, graphql-jit gives the
 * field null, and graphql-js its default or no field at all.
 */
export function variablesInLiterals(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  const note = { Variable: (variable: VariableNode) => void names.add(variable.name.value) };
  const within = (node: ObjectValueNode | ListValueNode) => {
    visit(node, note);
    return false;
  };
  visit(document, { ObjectValue: within, ListValue: within });
  return [...names];
}

/** True for schemas that graphql-jit may be given: over an input type that holds itself its compiler runs for ever. */
export function isCompilableSchema(schema: GraphQLSchema): boolean {
  return Object.values(schema.getTypeMap()).every((type) => !isInputObjectType(type) || !holds(type, type, new Set()));
}

function holds(
  type: GraphQLInputObjectType,
  sought: GraphQLInputObjectType,
  passed: Set<GraphQLInputObjectType>,
): boolean {
  passed.add(type);
  const inside = Object.values(type.getFields())
    .map((field) => getNamedType(field.type))
    .filter(isInputObjectType);
  return inside.some((next) => next === sought || (!passed.has(next) && holds(next, sought, passed)));
}
