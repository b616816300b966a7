import { BREAK, type DocumentNode, type GraphQLError, Kind, type ValueNode, visit } from 'graphql';

/**
 * The argument that an error of a document or its variables is about, as a path such as `filter.codeIn.3`; null where it is
 * about none. Of a variable that stands in several places the first is named.
 */
export function argumentAt(document: DocumentNode, error: GraphQLError): string | null {
  const [node] = error.nodes ?? [];
  if (node === undefined) return null;
  if (node.kind !== Kind.VARIABLE_DEFINITION) return pathIn(document, (value) => value === node);
  const name = node.variable.name.value;
  const path = pathIn(document, (value) => value.kind === Kind.VARIABLE && value.name.value === name);
  return path === null ? null : `${path}${withinVariable(error.message, name)}`;
}

function pathIn(document: DocumentNode, wanted: (value: ValueNode) => boolean): string | null {
  let found: string | null = null;
  visit(document, {
    VariableDefinition: () => false,
    Argument: ({ name, value }) => {
      const rest = stepsTo(value, wanted);
      if (rest === null) return false;
      found = [name.value, ...rest].join('.');
      return BREAK;
    },
  });
  return found;
}

function stepsTo(value: ValueNode, wanted: (value: ValueNode) => boolean): readonly string[] | null {
  if (wanted(value)) return [];
  for (const [step, inner] of partsOf(value)) {
    const rest = stepsTo(inner, wanted);
    if (rest !== null) return [step, ...rest];
  }
  return null;
}

function partsOf(value: ValueNode): readonly (readonly [step: string, value: ValueNode])[] {
  if (value.kind === Kind.LIST) return value.values.map((inner, index) => [String(index), inner]);
  return value.kind === Kind.OBJECT ? value.fields.map((field) => [field.name.value, field.value]) : [];
}

/** graphql-js tells the place within a variable in words: `… at "f.codeIn[3]"; …`. */
function withinVariable(message: string, name: string): string {
  const steps = new RegExp(` at "${name}((?:\\.\\w+|\\[\\d+\\])+)"; `).exec(message)?.[1] ?? '';
  return steps.replace(/\[(\d+)\]/g, '.$1');
}
