import { type GraphQLSchema, getNamedType, parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { registers } from '../../schema/registers/index.ts';

/** Coordinates (`House.rented`) of the government-class fields that a document selects, in order of name. */
export function governmentFields(schema: GraphQLSchema, document: string): readonly string[] {
  const types = new TypeInfo(schema);
  const found = new Set<string>();
  visit(
    parse(document),
    visitWithTypeInfo(types, {
      Field: ({ name }) => {
        const parent = getNamedType(types.getParentType() ?? undefined)?.name;
        const register = registers.find(({ typeName }) => typeName === parent);
        if (register?.policies[name.value]?.class === 'government') found.add(`${parent}.${name.value}`);
      },
    }),
  );
  return [...found].sort();
}
