import {
  GraphQLInputObjectType,
  GraphQLInterfaceType,
  type GraphQLNamedType,
  GraphQLObjectType,
  GraphQLSchema,
  type GraphQLSchemaConfig,
} from 'graphql';

/** A schema's configuration that lists all of its types. */
interface ListedConfig extends GraphQLSchemaConfig {
  readonly types: readonly GraphQLNamedType[];
}

/**
 * The schema of the types that `config` lists, all of them. GraphQLSchema looks through every field for types that are not listed,
 * which would make every field at each start; so while it looks, the types say that they have none.
 */
export function schemaOfListed(config: ListedConfig): GraphQLSchema {
  const withFields = config.types.filter(hasFields);
  const own = withFields.map((type) => Object.getOwnPropertyDescriptor(type, 'getFields'));
  for (const type of withFields) type.getFields = () => ({});
  try {
    // A test validates the schema; to do so at every start would take time from the first answer.
    return new GraphQLSchema({ ...config, assumeValid: true });
  } finally {
    withFields.forEach((type, place) => {
      Reflect.deleteProperty(type, 'getFields');
      const before = own[place];
      if (before !== undefined) Object.defineProperty(type, 'getFields', before);
    });
  }
}

function hasFields(type: GraphQLNamedType): type is GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType {
  return (
    type instanceof GraphQLObjectType || type instanceof GraphQLInterfaceType || type instanceof GraphQLInputObjectType
  );
}
