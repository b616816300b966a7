import { type GraphQLSchema, getNamedType, parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { registers } from '../../schema/registers/index.ts';

/**
 * Coordinates (`House.rented`) of the government-class fields that a document selects, or that it or its variables go by (a filter by
 * `rented` tells it of every row that it finds), in order of name.
 */
export function governmentFields(schema: GraphQLSchema, document: string, variables: unknown): readonly string[] {
  const types = new TypeInfo(schema);
  const found = new Set<string>();
  const add = (field: string, typeName: string | null) => {
    for (const register of registers)
      if ((typeName === null || register.typeName === typeName) && register.policies[field]?.class === 'government')
        found.add(`${register.typeName}.${field}`);
  };
  visit(
    parse(document),
    visitWithTypeInfo(types, {
      Field: ({ name }) => add(name.value, getNamedType(types.getParentType() ?? undefined)?.name ?? ''),
      ObjectField: ({ name }) => add(name.value, null),
    }),
  );
  for (const name of namesIn(variables)) add(name, null);
  return [...found].sort();
}

/** Names of all input fields in a value that have a value themselves. */
function namesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(namesIn);
  return Object.entries(value).flatMap(([name, below]) => (below == null ? [] : [name, ...namesIn(below)]));
}
