import {
  type ConstDirectiveNode,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  Kind,
  lexicographicSortSchema,
  parse,
  print,
  printSchema,
  visit,
} from 'graphql';
import type { FieldPolicy } from './registers/field.ts';

const definition = `
"""
The class of a stored field: the lowest tier that may read it, and the open field to use in its place. A field may have a
stricter class for some records, which their code alone tells apart.
"""
directive @privacy(class: FieldClass!, instead: String, stricter: FieldClass, records: String) on FIELD_DEFINITION
`;

/** The schema as text, sorted by name, with the class of every stored field: the policy is itself open data. */
export function printSchemaWithPolicy(schema: GraphQLSchema): string {
  const document = visit(parse(printSchema(lexicographicSortSchema(schema))), {
    // budget: the visitor's signature is graphql's
    FieldDefinition: (node, _key, _parent, _path, ancestors) => {
      const type = ancestors.at(-1); // the parent is its list of fields
      const typeName = type !== undefined && 'kind' in type && 'name' in type ? type.name?.value : undefined;
      const policy = policyOf(schema, typeName ?? '', node.name.value);
      return policy === null ? undefined : { ...node, directives: [directiveFor(policy)] };
    },
  });
  return `${print({ ...document, definitions: [...parse(definition).definitions, ...document.definitions] })}\n`;
}

function policyOf(schema: GraphQLSchema, typeName: string, fieldName: string): FieldPolicy | null {
  const type = schema.getType(typeName);
  if (!isObjectType(type) && !isInterfaceType(type)) return null;
  return (type.getFields()[fieldName]?.extensions.privacy as FieldPolicy | undefined) ?? null;
}

function exceptionOf({ stricter }: FieldPolicy): string {
  if (stricter === undefined) return '';
  return `, stricter: ${stricter.class.toUpperCase()}, records: ${JSON.stringify(stricter.records)}`;
}

function directiveFor(policy: FieldPolicy): ConstDirectiveNode {
  const instead = policy.instead === undefined ? '' : `, instead: ${JSON.stringify(policy.instead)}`;
  const text = `type T @privacy(class: ${policy.class.toUpperCase()}${instead}${exceptionOf(policy)})`;
  const node = parse(text).definitions[0];
  const directive = node?.kind === Kind.OBJECT_TYPE_DEFINITION ? node.directives?.[0] : undefined;
  if (directive === undefined) throw new Error(`Cannot print policy "${text}": it must be one directive`);
  return directive;
}
