import {
  type GraphQLField,
  type GraphQLFieldConfig,
  type GraphQLFieldMap,
  type GraphQLInterfaceType,
  GraphQLObjectType,
} from 'graphql';
import { lazily } from './lazily.ts';

/** A field as graphql-js keeps it in a type. */
type MadeField = ReturnType<GraphQLObjectType['getFields']>[string];

/** Fields by name, each still to be made. */
export type FieldMakers = ReadonlyMap<string, () => MadeField>;

/**
 * Has `type` make each field when that one is first asked for. Whoever looks at all of them, as introspection does, finds them all, in
 * their order.
 */
export function makeFieldsOneByOne(type: GraphQLObjectType | GraphQLInterfaceType, makers: () => FieldMakers): void {
  type.getFields = lazily(() => {
    const fields: GraphQLFieldMap<unknown, unknown> = Object.create(null);
    for (const [name, make] of makers()) {
      const get = () => {
        const value = make();
        Object.defineProperty(fields, name, { enumerable: true, value });
        return value;
      };
      Object.defineProperty(fields, name, { enumerable: true, configurable: true, get });
    }
    return fields;
  });
}

/** The field that graphql-js makes of its configuration. */
export function fieldOf<Source, Given>(
  name: string,
  config: GraphQLFieldConfig<Source, Given>,
): GraphQLField<Source, Given> {
  const field = new GraphQLObjectType({ name: 'One', fields: { [name]: config } }).getFields()[name];
  if (field === undefined) throw new Error(`Cannot make field "${name}": graphql-js must make one, made none`);
  return field;
}
