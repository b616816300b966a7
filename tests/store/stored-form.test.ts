import { expect, test } from 'vitest';
import { parseClient } from '../../functions/store/client-text.ts';
import { parseEdition, parsePublication } from '../../functions/store/edition-text.ts';
import { parseLeaf } from '../../functions/store/leaf-text.ts';
import { tiers } from '../../schema/privacy/tier.ts';

const tree = { hash: 'aa', level: 1, firstKey: 'a', rows: 2, live: 1, since: 3.5 };
const register = { seq: 1, publishedAt: 'then', layout: { open: ['code'] }, trees: { open: tree, government: null } };
const edition = { tier: 'PUBLIC', number: 1, at: 'now', registers: { HOUSES: register } };
const publication = { tier: 'PUBLIC', register: 'HOUSES', seq: 1, edition: 1, at: 'now', changes: 0 };
const client = {
  ...{ id: 'a', name: 'b', tier: 'PUBLIC', subject: null, secretHash: 'c' },
  ...{ createdAt: 'now', revokedAt: null },
};
const leaf = { id: 'a', leaf: 'b', issuedAt: 'c', opening: 'd', topic: null };

test('stored JSON is read as it was written, but for members that nobody knows', () => {
  expect(parseEdition(JSON.stringify({ ...edition, more: 1 }))).toEqual(edition);
  expect(parseEdition(JSON.stringify({ ...edition, registers: {} })).registers).toEqual({});
  expect(parsePublication({ ...publication, more: 1 })).toEqual(publication);
  expect(parseClient(JSON.stringify({ ...client, more: 1 }))).toEqual(client);
  expect(parseLeaf(JSON.stringify({ ...leaf, more: 1 }))).toEqual(leaf);
});

const withTree = (change: object) => ({
  ...edition,
  registers: { HOUSES: { ...register, trees: { open: { ...tree, ...change } } } },
});

test.each([
  [{ ...edition, tier: 'OTHER' }, `edition.tier: must be one of ${tiers.join(', ')}, is another string`],
  [{ ...edition, number: 0 }, 'edition.number: must be a whole number from 1 on, is another number'],
  [{ ...edition, number: 1.5 }, 'edition.number: must be a whole number, is another number'],
  [{ ...edition, at: undefined }, 'edition.at: must be text, is absent'],
  [{ ...edition, registers: [] }, 'edition.registers: must be an object, is a list'],
  [null, 'edition: must be an object, is null'],
  [withTree({ since: '1' }), 'edition.registers.HOUSES.trees.open.since: must be a number, is another string'],
  [
    withTree({ live: -1 }),
    'edition.registers.HOUSES.trees.open.live: must be a whole number from 0 on, is another number',
  ],
])('what is damaged is named, and not shown: %j', (damaged, message) => {
  expect(() => parseEdition(JSON.stringify(damaged))).toThrow(`Cannot read stored ${message}`);
});

test('registers and classes that nobody knows are refused', () => {
  const named = (change: object) => JSON.stringify({ ...edition, ...change });
  expect(() => parseEdition(named({ registers: { trees: register } }))).toThrow('name "edition.registers.trees"');
  const layout = { secret: ['a'] };
  expect(() => parseEdition(named({ registers: { HOUSES: { ...register, layout } } }))).toThrow('.layout.secret"');
});
