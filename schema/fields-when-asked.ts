import { BuildCache, type SchemaTypes } from '@pothos/core';
import {
  GraphQLBoolean,
  type GraphQLFieldConfigMap,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  GraphQLObjectType,
  type GraphQLSchema,
  GraphQLString,
  introspectionTypes,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { type FieldMakers, fieldOf, makeFieldsOneByOne } from './fields-one-by-one.ts';
import { schemaOfListed } from './schema-of-listed.ts';

type Builder<Types extends SchemaTypes> = PothosSchemaTypes.SchemaBuilder<Types>;

/**
 * The schema of all that a builder has declared, as its `toSchema({ sortSchema: false })` makes it, but a type's fields are declared when
 * it is first asked for them, and each is made when it is: all of them take a sixth of a cold start, of which few are needed. What is
 * wrong with a field shows when it is asked; a law asks all, and compares with `toSchema`. No plugins: the builder has none.
 */
export function fieldsWhenAsked<Types extends SchemaTypes>(builder: Builder<Types>): GraphQLSchema {
  const store = builder.configStore;
  for (const scalar of [GraphQLID, GraphQLInt, GraphQLFloat, GraphQLString, GraphQLBoolean])
    if (!store.hasImplementation(scalar.name)) builder.addScalarType(scalar.name as never, scalar as never);
  deferFields(builder);
  store.prepareForBuild();
  const cache = new BuildCache(builder as never, {});
  for (const kinds of buildOrder)
    for (const config of store.typeConfigs.values()) if (kinds.includes(config.kind)) cache.buildTypeFromConfig(config);
  for (const type of cache.types.values())
    if (isObjectType(type) || isInterfaceType(type))
      makeFieldsOneByOne(type, () =>
        makersOf(type, { cache: cache as never, store: store as never, parent: type.name }),
      );
  const types: GraphQLNamedType[] = [...cache.types.values(), ...introspectionTypes];
  return schemaOfListed({ query: root(cache.types, 'Query'), mutation: root(cache.types, 'Mutation'), types });
}

/** As in Pothos: its types refer to those before them. */
const buildOrder = [['Enum', 'Scalar'], ['InputObject'], ['Interface'], ['Object'], ['Union'], ['Query', 'Mutation']];

/** A reference to a type with fields: Pothos asks each for all of them at once. */
interface WithFields {
  onField(take: (name: string, field: never) => void): void;
}

/** Keeps what Pothos does with the fields of each type until the fields are asked for. */
function deferFields<Types extends SchemaTypes>({ configStore: store }: Builder<Types>): void {
  const waiting = new Map<string, () => void>();
  for (const { name, graphqlKind } of store.typeConfigs.values()) {
    if (!kindsWithFields.includes(graphqlKind)) continue;
    const ref: unknown = graphqlKind === 'InputObject' ? store.getInputTypeRef(name) : store.getOutputTypeRef(name);
    deferField(ref as WithFields, (make) => waiting.set(name, make));
  }
  const getFields = store.getFields.bind(store);
  store.getFields = (name, kind) => {
    const make = waiting.get(name);
    waiting.delete(name);
    make?.();
    return getFields(name, kind);
  };
}

const kindsWithFields: readonly string[] = ['Object', 'Interface', 'InputObject'];

function deferField(ref: WithFields, wait: (make: () => void) => void): void {
  const onField = ref.onField.bind(ref);
  ref.onField = (take) => wait(() => onField(take));
}

/** What Pothos makes fields of. */
interface Making {
  readonly cache: {
    buildFields(fields: ReadonlyMap<string, never>, parent: string): GraphQLFieldConfigMap<unknown, object>;
  };
  readonly store: { getFields(name: string): ReadonlyMap<string, never> };
  /** The type that gets them, though an interface declares them. */
  readonly parent: string;
}

/** The fields of a type as Pothos gathers them: those of its interfaces, then its own. */
function makersOf(type: GraphQLObjectType | GraphQLInterfaceType, making: Making): FieldMakers {
  const inherited = type
    .getInterfaces()
    .toReversed()
    .flatMap((each) => [...makersOf(each, making)]);
  const own = [...making.store.getFields(type.name)].map(([name, declared]) => {
    const make = () => {
      const config = making.cache.buildFields(new Map([[name, declared]]), making.parent)[name];
      if (config === undefined) throw new Error(`Cannot make field "${name}": Pothos must make one, made none`);
      return fieldOf(name, config);
    };
    return [name, make] as const;
  });
  return new Map([...inherited, ...own]);
}

function root(types: ReadonlyMap<string, GraphQLNamedType>, name: string): GraphQLObjectType | null {
  const type = types.get(name);
  return type instanceof GraphQLObjectType ? type : null;
}
