import {
  execute,
  type GraphQLNamedType,
  GraphQLSchema,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  lexicographicSortSchema,
  parse,
  printSchema,
  validate,
  validateSchema,
} from 'graphql';
import { expect, test, vi } from 'vitest';
import { guardRootFields } from '../../functions/graphql/guard-root-fields.ts';
import { rootFieldTiers } from '../../schema/permissions.ts';

/** All types, declared anew, so that no field was made yet. */
async function declared() {
  vi.resetModules();
  await import('../../schema/types.ts');
  const { builder } = await import('../../schema/builder.ts');
  const { fieldsWhenAsked } = await import('../../schema/fields-when-asked.ts');
  return { builder, fieldsWhenAsked };
}

async function schemaOfOurs(): Promise<GraphQLSchema> {
  const { builder, fieldsWhenAsked } = await declared();
  return fieldsWhenAsked(builder);
}

async function schemaOfPothos(): Promise<GraphQLSchema> {
  return (await declared()).builder.toSchema({ sortSchema: false });
}

test('a schema whose fields are made when they are asked for is valid, and prints as the one that Pothos makes', async () => {
  const [ours, theirs] = [await schemaOfOurs(), await schemaOfPothos()];
  expect(validateSchema(new GraphQLSchema({ ...ours.toConfig(), assumeValid: false }))).toEqual([]);
  expect(printSchema(lexicographicSortSchema(ours))).toBe(printSchema(lexicographicSortSchema(theirs)));
});

test('its types have the fields, arguments, resolvers, extensions and interfaces that Pothos gives them, in its order', async () => {
  const [ours, theirs] = [await schemaOfOurs(), await schemaOfPothos()];
  const names = Object.keys(theirs.getTypeMap());
  expect(names.length).toBeGreaterThan(90);
  expect(Object.keys(ours.getTypeMap()).sort()).toEqual([...names].sort());
  for (const name of names) expect([name, described(ours, name)]).toEqual([name, described(theirs, name)]);
});

test('the same holds of the schema with guarded root fields, but for the resolvers of these', async () => {
  const [ours, theirs] = [guardRootFields(await schemaOfOurs(), rootFieldTiers), await schemaOfPothos()];
  for (const name of Object.keys(theirs.getTypeMap()))
    expect([name, withoutResolvers(described(ours, name))]).toEqual([name, withoutResolvers(described(theirs, name))]);
});

test('to validate and run a document makes the fields that it asks, and few others', async () => {
  const schema = guardRootFields(await schemaOfOurs(), rootFieldTiers);
  expect(made(schema)).toEqual([]);
  const document = parse('{ house(code: "4403040080030100037000001") { code grid { code } } }');
  expect(validate(schema, document)).toEqual([]);
  await execute({ schema, document, contextValue: { viewer: { tier: 'PUBLIC', client: null } } });
  expect(made(schema)).toEqual(expect.arrayContaining(['Query.house', 'House.code', 'House.grid', 'Grid.code']));
  expect(made(schema).length).toBeLessThan(8);
});

test('a field is one and the same object whenever it is asked for', async () => {
  const schema = guardRootFields(await schemaOfOurs(), rootFieldTiers);
  const query = schema.getQueryType();
  expect(query?.getFields().house).toBe(query?.getFields().house);
  expect(Object.values(query?.getFields() ?? {})).toEqual(Object.values(query?.getFields() ?? {}));
});

test('a field whose type nobody declared fails when it is asked for, and names the type', async () => {
  const { builder, fieldsWhenAsked } = await declared();
  const Absent = builder.objectRef<object>('Absent');
  const Present = builder.objectRef<object>('Present').implement({
    fields: (t) => ({ absent: t.field({ type: Absent, resolve: () => ({}) }) }),
  });
  expect(Present.name).toBe('Present');
  const type = fieldsWhenAsked(builder).getType('Present');
  expect(() => isObjectType(type) && type.getFields().absent).toThrow('Absent');
});

/** Fields that were made: `House.code`. */
function made(schema: GraphQLSchema): readonly string[] {
  return Object.values(schema.getTypeMap()).flatMap((type) => {
    if (type.name.startsWith('__') || (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)))
      return [];
    const isWhole = !Object.hasOwn(type, 'getFields');
    if (isWhole && typeof Reflect.get(type, '_fields') === 'function') return [];
    const fields = Object.entries(Object.getOwnPropertyDescriptors(type.getFields()));
    return fields.flatMap(([name, { get }]) => (get === undefined ? `${type.name}.${name}` : []));
  });
}

function described(schema: GraphQLSchema, name: string) {
  const type = schema.getType(name) as GraphQLNamedType;
  const { description, extensions } = type;
  return {
    ...{ kind: type.constructor.name, description, extensions: readable(extensions) },
    interfaces: isObjectType(type) || isInterfaceType(type) ? type.getInterfaces().map(String) : [],
    possible: isAbstractType(type) ? schema.getPossibleTypes(type).map(String) : [],
    implementations: isInterfaceType(type) ? schema.getImplementations(type).objects.map(String) : [],
    values: isEnumType(type) ? type.getValues().map(readable) : [],
    fields: fieldsOf(type).map(({ type, ...field }) => readable({ ...field, type: String(type) })),
  };
}

function fieldsOf(type: GraphQLNamedType) {
  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return [];
  return Object.values(type.getFields());
}

/** A value in which functions are their text, and types and references their names; two builders make it the same. */
function readable(value: unknown, depth = 0): unknown {
  if (typeof value === 'function') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => readable(item, depth + 1));
  if (Object.getPrototypeOf(value) !== Object.prototype && Object.getPrototypeOf(value) !== null) return String(value);
  if (depth > 6) return '…';
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, readable(item, depth + 1)]));
}

function withoutResolvers(type: ReturnType<typeof described>) {
  return { ...type, fields: type.fields.map((field) => ({ ...(field as object), resolve: null })) };
}
