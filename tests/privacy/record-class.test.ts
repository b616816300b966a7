import { expect, test } from 'vitest';
import { accessOf } from '../../schema/privacy/access.ts';
import { policyVersion } from '../../schema/privacy/policy-version.ts';
import type { StricterFor } from '../../schema/privacy/record-class.ts';
import { release } from '../../schema/privacy/release.ts';
import { type Tier, tiers } from '../../schema/privacy/tier.ts';
import { partOf } from '../../schema/publication/class-rows.ts';
import { classOfTree } from '../../schema/publication/next-editions.ts';
import { treeOfEntries, treesOfOrder } from '../../schema/publication/order-trees.ts';
import type { Order } from '../../schema/publication/orders.ts';
import { placementOf, restrictedFields } from '../../schema/publication/placed-fields.ts';
import { registers } from '../../schema/registers/index.ts';
import { layoutOf, type Register, type StoredRow } from '../../schema/registers/register.ts';
import type { RegisterName } from '../../schema/registers/register-name.ts';

const persons: StricterFor = {
  class: 'enterprise',
  records: 'persons',
  applies: ({ code }) => code.startsWith('P'),
};
const register = {
  name: 'HOUSES',
  typeName: 'Thing',
  policies: {
    code: { class: 'open', description: 'Code.' },
    name: { class: 'open', stricter: persons, description: 'Name.' },
    worth: { class: 'registered', stricter: persons, description: 'Worth.' },
    post: { class: 'government', stricter: persons, description: 'Post: stricter already.' },
  },
  licence: '',
  source: '',
} satisfies Register as Register<'HOUSES'>;

const person = { code: 'P1', name: 'somebody', worth: 1, post: 'a', validFrom: '2020' } as unknown as StoredRow;
const firm = { code: 'F1', name: 'a firm', worth: 2, post: 'b', validFrom: '2020' } as unknown as StoredRow;

type Layout = ReturnType<typeof layoutOf>;

/** What a tier is shown of both records as `layout` stores them: separated as today, or without a thought of persons. */
function shown(tier: Tier, layout: Layout, separated: boolean): readonly Record<string, unknown>[] {
  const access = accessOf(register, layout, tier);
  const entries = (fieldClass: keyof Layout) =>
    [firm, person].map((row) => {
      const fields = separated ? placementOf(register)(fieldClass, row) : (layout[fieldClass] ?? []);
      return [`${row.code} 2020-01-01`, 0, null, partOf(row, fields, 1)] as const;
    });
  const classes = access.classes.filter((fieldClass) => fieldClass !== 'open');
  const restricted = new Map(classes.map((fieldClass) => [fieldClass, entries(fieldClass)]));
  const asOf = { edition: { tier, number: 1, at: '', registers: {} }, day: 20_000, strict: false };
  const from = { register, asOf, access, related: new Map() };
  const rows = release<RegisterName>({ open: entries('open'), restricted, provenance: null }, from as never);
  return rows as unknown as readonly Record<string, unknown>[];
}

const table: Record<Tier, readonly [firm: unknown[], person: unknown[]]> = {
  PUBLIC: [
    ['a firm', null, null],
    [null, null, null],
  ],
  REGISTERED: [
    ['a firm', 2, null],
    [null, null, null],
  ],
  ENTERPRISE: [
    ['a firm', 2, null],
    ['somebody', 1, null],
  ],
  GOVERNMENT: [
    ['a firm', 2, 'b'],
    ['somebody', 1, 'a'],
  ],
};

test.each(tiers)('%s is shown of each record what its class for that record permits', (tier) => {
  const formerly = { open: Object.keys(register.policies) };
  for (const rows of [shown(tier, layoutOf(register), true), shown(tier, formerly, false)]) {
    expect(rows.map(({ name, worth, post }) => [name, worth, post])).toEqual(table[tier]);
  }
});

test('a field that was stricter for all stays so, in that edition, for those who may read it of some by now', () => {
  const strict = { open: ['code'], registered: ['worth'], government: ['name', 'post'] };
  const { closed } = accessOf(register, strict, 'ENTERPRISE');
  expect(Object.fromEntries(closed)).toEqual({ name: 'government', post: 'government' });
});

test('a part holds nothing of a field that lies in another part, whatever the row says', () => {
  const place = placementOf(register);
  expect(layoutOf(register)).toEqual({
    open: ['code', 'name'],
    registered: ['worth'],
    enterprise: ['name', 'worth'],
    government: ['post'],
  });
  expect(partOf(person, place('open', person), 3)).toEqual([3, 'P1', null]);
  expect(partOf(person, place('registered', person), 3)).toEqual([3, null]);
  expect(partOf(person, place('enterprise', person), 3)).toEqual([3, 'somebody', 1]);
  expect(partOf(firm, place('open', firm), 3)).toEqual([3, 'F1', 'a firm']);
  expect(partOf(firm, place('enterprise', firm), 3)).toEqual([3, null, null]);
  expect([...restrictedFields(register)(person)]).toEqual(['name', 'worth', 'post']);
  expect([...restrictedFields(register)(firm)]).toEqual(['worth', 'post']);
});

test('an entry of an order lies in the tree of the strictest class among its key fields, for its record', () => {
  const order = (keys: readonly string[]): Order => ({ name: 'order.x', keys, through: null, entries: () => [] });
  expect(treesOfOrder(register, order(['code']))).toEqual(['order.x']);
  expect(treesOfOrder(register, order(['name']))).toEqual(['order.x', 'order.x.enterprise']);
  expect(treesOfOrder(register, order(['worth']))).toEqual(['order.x.registered', 'order.x.enterprise']);
  expect(treesOfOrder(register, order(['name', 'post']))).toEqual(['order.x.government']);
  expect(treeOfEntries(register, order(['name']))(person)).toBe('order.x.enterprise');
  expect(treeOfEntries(register, order(['name']))(firm)).toBe('order.x');
  expect(treeOfEntries(register, order(['name', 'worth']))(firm)).toBe('order.x.registered');
  expect(['order.x', 'order.x.enterprise', 'rows.open', 'spatial', 'order.x.unheard'].map(classOfTree)).toEqual([
    ...['open', 'enterprise', 'open', 'open', 'government'],
  ]);
});

test('the class of a record is told by what is open in every register', () => {
  for (const { policies, name } of registers) {
    expect(policies.code?.class, name).toBe('open');
    expect(policies.code?.stricter, name).toBeUndefined();
  }
});

test('the version of the policy follows its exceptions', () => {
  const lax = {
    ...register,
    policies: { ...register.policies, name: { class: 'open', description: 'Name.' } },
  } as const;
  expect(policyVersion([lax])).not.toBe(policyVersion([register]));
});
