import {
  type GraphQLField,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../schema/index.ts';
import { printSchemaWithPolicy } from '../../schema/print-schema.ts';
import { fieldClasses } from '../../schema/privacy/field-class.ts';
import { rowFieldOf } from '../../schema/reading/row-field.ts';
import { registers } from '../../schema/registers/index.ts';

const types = Object.values(schema.getTypeMap()).filter((type) => !type.name.startsWith('__'));
const outputs = types.filter((type) => isObjectType(type) || isInterfaceType(type));

function fieldsOf(typeName: string): Record<string, GraphQLField<unknown, unknown>> {
  const type = schema.getType(typeName);
  if (!isObjectType(type)) throw new Error(`Cannot test type "${typeName}": it is no object type`);
  return type.getFields();
}

test.each(registers)(
  'every field of $name has a class and a description, and is in the schema with both',
  (register) => {
    for (const [name, policy] of Object.entries(register.policies)) {
      expect(fieldClasses).toContain(policy.class);
      expect(policy.description).toMatch(/\.$/);
      const field = fieldsOf(register.typeName)[name];
      expect(field?.extensions.privacy, name).toEqual(policy);
      expect(field?.description, name).toBe(policy.description);
      if (policy.instead !== undefined) {
        expect(register.policies[policy.instead]?.class, name).toBe('open');
        expect(register.policies[policy.instead]?.stricter, name).toBeUndefined();
      }
    }
  },
);

test.each(registers)('every field of $name that can be withheld is nullable', (register) => {
  for (const field of Object.values(fieldsOf(register.typeName))) {
    const reads = rowFieldOf(field)?.reads ?? [];
    const restricted = reads.some((read) => {
      const policy = register.policies[read];
      return policy?.class !== 'open' || policy.stricter !== undefined;
    });
    if (restricted) expect(isNonNullType(field.type), `${register.typeName}.${field.name}`).toBe(false);
  }
});

test.each(registers)('every field of $name that is stored somewhere says what it reads', (register) => {
  const answersForItself = ['id', 'children', 'grids', 'buildings', 'houses', 'entities', 'history'];
  for (const field of Object.values(fieldsOf(register.typeName))) {
    const silent = rowFieldOf(field) === null && !answersForItself.includes(field.name);
    expect(silent, `${register.typeName}.${field.name}`).toBe(false);
    for (const read of rowFieldOf(field)?.reads ?? []) expect(Object.keys(register.policies)).toContain(read);
  }
});

test('every type, field and argument is described', () => {
  const silent: string[] = [];
  for (const type of types) {
    if (!['String', 'Int', 'Float', 'Boolean', 'ID'].includes(type.name) && !type.description) silent.push(type.name);
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (!field.description) silent.push(`${type.name}.${field.name}`);
      const args = 'args' in field ? field.args : [];
      for (const argument of args)
        if (!argument.description) silent.push(`${type.name}.${field.name}(${argument.name})`);
    }
  }
  expect(silent).toEqual([]);
});

test('every list is bounded: a page, or short by its nature', () => {
  const short = [
    /^Query\.catalogue$/,
    /^Dataset\.fields$/,
    /^Access\.fields$/,
    /^Change\.fields$/,
    /^CreditReport\.noneFound$/, // six kinds
    /^Query\.creditReports$/, // as many as the caller names, at most 100
    /^Receipt\.inclusionProof$/, // at most one hash for each level of the tree
    /^LeafOpenings\.fields$/, // nine at most, for each kind of leaf the same
    /^WatchList\.subjects$/, // at most 1,000, which the caller named
    /\.(replaces|replacedBy)$/,
    /Connection\.(nodes|edges)$/,
  ];
  const unbounded: string[] = [];
  for (const type of outputs) {
    for (const field of Object.values(type.getFields())) {
      const inner = isNonNullType(field.type) ? field.type.ofType : field.type;
      const coordinate = `${type.name}.${field.name}`;
      if (isListType(inner) && !short.some((pattern) => pattern.test(coordinate))) unbounded.push(coordinate);
      const isPage = String(inner).endsWith('Connection');
      if (isPage) expect(field.args.map(({ name }) => name)).toEqual(expect.arrayContaining(['first', 'after']));
    }
  }
  expect(unbounded).toEqual([]);
});

test('the printed schema carries the policy of every stored field', () => {
  const printed = printSchemaWithPolicy(schema);
  expect(printed).toContain('floorArea: Float @privacy(class: ENTERPRISE, instead: "floorAreaBand")');
  expect(printed).toContain(
    'directive @privacy(class: FieldClass!, instead: String, stricter: FieldClass, records: String) on FIELD_DEFINITION',
  );
  for (const { typeName, policies } of registers) {
    const definition = printed.slice(printed.indexOf(`\ntype ${typeName} implements`)).split('\n}\n', 1)[0] ?? '';
    const classes = definition.match(/@privacy\(class: [A-Z]+/g) ?? [];
    expect(classes.length).toBeGreaterThanOrEqual(Object.keys(policies).length);
  }
});
