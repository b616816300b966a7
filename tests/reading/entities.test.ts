import { describe, expect, test } from 'vitest';
import { mayRead } from '../../schema/privacy/field-class.ts';
import { type Tier, tiers } from '../../schema/privacy/tier.ts';
import { registers } from '../../schema/registers/index.ts';
import type { StoredRow } from '../../schema/registers/register.ts';
import { memoryCity } from '../builders/edition.ts';
import { entityCode, entityRows, firstEntities } from '../builders/entity-rows.ts';
import { firstEditions } from '../builders/sample-editions.ts';
import { ask } from '../harness/ask.ts';

const rows = entityRows();
const editions = [...firstEditions(), firstEntities()];
const today = await memoryCity(editions);
const formerlyOpen = await memoryCity(
  editions.map((edition) => {
    const register = registers.find(({ name }) => name === edition.register);
    return { ...edition, layout: { open: Object.keys(register?.policies ?? {}) } };
  }),
);
const cities = { today, formerlyOpen };

const isPerson = ({ code }: { readonly code: string }): boolean => code.startsWith('92');
const readsPersons = (tier: Tier): boolean => mayRead(tier, 'enterprise');

/** Filters, and which rows they mean; `by` is true where it asks for what is closed of sole traders. */
const filters: readonly (readonly [filter: string, meant: (row: StoredRow) => boolean, by: boolean])[] = [
  ['name: "示例"', () => true, true],
  ['name: "示例张某3便"', ({ name }) => name === '示例张某3便利店', true],
  ['name: "示例第3科技(深圳)"', ({ name }) => String(name).startsWith('示例第3科技'), true],
  ['nameContains: "便利"', ({ name }) => String(name).includes('便利'), true],
  ['nameContains: "第4科技（深圳）有限责任公司"', ({ name }) => String(name).startsWith('示例第4科技'), true],
  ['within: "44030400100101"', ({ grid }) => grid === '44030400100101', true],
  ['industry: "52"', ({ industry }) => String(industry).startsWith('52'), true],
  ['industry: "I6513"', ({ industry }) => industry === 'I6513', true],
  ['registeredFrom: "2014"', ({ registeredOn }) => String(registeredOn) >= '2014', true],
  ['registeredTo: "2014"', ({ registeredOn }) => String(registeredOn) < '2015', true],
  ['within: "440304001001"', ({ community }) => community === '440304001001', false],
  ['within: "440304"', () => true, false],
  ['industry: "F"', ({ industrySection }) => industrySection === 'F', false],
  ['status: DISSOLVED', ({ status }) => status === 'DISSOLVED', false],
  ['state: RETIRED', () => false, false],
];

describe.each(['today', 'formerlyOpen'] as const)('a city built %s', (city) => {
  test.each(filters)(
    '{ %s } finds what it means, and no sole trader by what the viewer may not read',
    async (filter, meant, by) => {
      for (const tier of tiers) {
        const expected = rows.filter((row) => meant(row) && (!by || readsPersons(tier) || !isPerson(row)));
        const { data, errors, withheld } = await ask(
          { city: cities[city], tier },
          `{ entities(filter: { ${filter} }, first: 1000) { totalCount nodes { code } pageInfo { hasNextPage } } }`,
        );
        expect(errors).toEqual([]);
        const found = data.entities.nodes.map(({ code }: { code: string }) => code);
        expect([...found].sort()).toEqual(expected.map(({ code }) => code).sort());
        if (data.entities.totalCount !== null) expect(data.entities.totalCount).toBe(expected.length);
        const leftOut = withheld.find(({ coordinate }) => coordinate === 'Query.entities');
        expect(leftOut !== undefined).toBe(by && !readsPersons(tier));
        if (leftOut !== undefined) expect(leftOut).toMatchObject({ count: 0, requires: 'ENTERPRISE' });
      }
    },
  );

  test.each(filters)('{ %s } finds the same on pages of every size', async (filter) => {
    for (const tier of ['PUBLIC', 'GOVERNMENT'] as const) {
      const whole = await pages(tier, filter, 1000);
      for (const first of [1, 3, 7]) expect(await pages(tier, filter, first)).toEqual(whole);
    }
  });

  async function pages(tier: Tier, filter: string, first: number): Promise<readonly string[]> {
    const found: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { data } = await ask(
        { city: cities[city], tier },
        `query ($first: Int, $after: String) { entities(filter: { ${filter} }, first: $first, after: $after) {
          nodes { code } pageInfo { hasNextPage endCursor } } }`,
        { first, after },
      );
      found.push(...data.entities.nodes.map(({ code }: { code: string }) => code));
      more = data.entities.pageInfo.hasNextPage;
      after = data.entities.pageInfo.endCursor;
    }
    return found;
  }

  test('a grid and a house show and count the entities that the viewer may place there', async () => {
    const grid = '44030400100101';
    const house = rows.find((row) => row.grid === grid)?.house;
    const source = `{ grid(code: "${grid}") { entities { totalCount nodes { code } } }
      house(code: "${house}") { entities { totalCount nodes { code } } } }`;
    for (const tier of tiers) {
      const { data, withheld } = await ask({ city: cities[city], tier }, source);
      const expected = rows.filter((row) => row.grid === grid && (readsPersons(tier) || !isPerson(row)));
      for (const { entities } of [data.grid, data.house]) {
        expect(entities.nodes.map(({ code }: { code: string }) => code)).toEqual(
          expected.map(({ code }) => code).sort(),
        );
        const isKnown = city === 'today' || readsPersons(tier);
        expect(entities.totalCount).toBe(isKnown ? expected.length : null);
      }
      const told = withheld.map(({ coordinate }) => coordinate);
      expect(told).toEqual(readsPersons(tier) ? [] : ['Grid.entities', 'House.entities']);
    }
  });
});

test('a count by an order is exact, by name, words of up to four characters, grid and industry', async () => {
  const count = async (filter: string, tier: Tier) =>
    (await ask({ city: today, tier }, `{ entities(filter: { ${filter} }) { totalCount } }`)).data.entities.totalCount;
  expect(await count('name: "示例"', 'PUBLIC')).toBe(24);
  expect(await count('name: "示例"', 'ENTERPRISE')).toBe(32);
  expect(await count('nameContains: "示例"', 'PUBLIC')).toBe(24);
  expect(await count('nameContains: "例张某"', 'PUBLIC')).toBe(0);
  expect(await count('nameContains: "例张某"', 'ENTERPRISE')).toBe(8);
  expect(await count('within: "44030400100101"', 'PUBLIC')).toBe(3);
  expect(await count('within: "44030400100101"', 'GOVERNMENT')).toBe(4);
  expect(await count('within: "440304001001"', 'PUBLIC')).toBe(8);
  expect(await count('industry: "6513"', 'PUBLIC')).toBe(8);
});

test('a name that holds a text twice is found once', async () => {
  const twice = rows.map((row) =>
    isPerson(row) ? row : ({ ...row, name: '示例哈哈哈科技哈科技有限公司' } as StoredRow),
  );
  const city = await memoryCity([...firstEditions(), { ...firstEntities(), rows: twice }]);
  for (const text of ['哈', '哈哈', '科', '科技', '哈科技', '技', '哈哈科技哈']) {
    const { data } = await ask(
      { city },
      `{ entities(filter: { nameContains: "${text}" }, first: 100) { totalCount nodes { code } } }`,
    );
    expect(data.entities.nodes.length, text).toBe(24);
    expect(new Set(data.entities.nodes.map(({ code }: { code: string }) => code)).size, text).toBe(24);
    expect(data.entities.totalCount, text).toBe(text.length > 4 ? null : 24);
  }
});

test('a legal form is found too, though no order tells where', async () => {
  for (const text of ['有限公司', '公司', '（深圳）有限', '深圳有限责任', '限责任公司', '责任公司', '任公司']) {
    const { data } = await ask(
      { city: today },
      `{ entities(filter: { nameContains: "${text}" }, first: 100) { nodes { code } } }`,
    );
    expect(data.entities.nodes.length, text).toBe(8);
  }
});

test('what lies inside a legal form alone finds names that hold it elsewhere, as the argument says', async () => {
  const named = rows.map((row, place) =>
    isPerson(row) ? row : ({ ...row, name: `示例${place % 2 === 0 ? '社会责任' : ''}咨询有限责任公司` } as StoredRow),
  );
  const city = await memoryCity([...firstEditions(), { ...firstEntities(), rows: named }]);
  const found = async (text: string) => {
    const { data } = await ask(
      { city },
      `{ entities(filter: { nameContains: "${text}" }, first: 100) { nodes { name } } }`,
    );
    return data.entities.nodes.map(({ name }: { name: string }) => name);
  };
  const companies = named.filter((row) => !isPerson(row)).map(({ name }) => String(name));
  expect((await found('责任')).sort()).toEqual(companies.filter((name) => name.includes('社会责任')).sort());
  expect((await found('责任')).length).toBeLessThan((await found('责任公司')).length);
  expect((await found('责任公司')).sort()).toEqual(companies.sort());
  const { data } = await ask({ city }, '{ __type(name: "EntityFilter") { inputFields { name description } } }');
  const argument = data.__type.inputFields.find(({ name }: { name: string }) => name === 'nameContains');
  expect(argument.description).toContain('such as 责任');
});

test('a sole trader’s code resolves for everyone, to what is open of him', async () => {
  const code = entityCode('soleTrader', 5);
  const source = `{ entity(code: "${code}") { code name status registeredOn dissolvedOn industry industrySection representative
    address house { code } grid { code } community { code } category validFrom } }`;
  const { data, withheld } = await ask({ city: today }, source);
  expect(data.entity).toEqual({
    ...{ code, name: null, status: 'DISSOLVED', registeredOn: null, dissolvedOn: null, industry: null },
    ...{ industrySection: 'F', representative: null, address: null, house: null, grid: null },
    ...{ community: { code: '440304002001' }, category: '个体工商户', validFrom: '2020' },
  });
  expect(withheld.map(({ coordinate, instead }) => [coordinate, instead])).toEqual([
    ['Entity.address', 'community'],
    ['Entity.dissolvedOn', null],
    ['Entity.grid', 'community'],
    ['Entity.house', 'community'],
    ['Entity.industry', 'industrySection'],
    ['Entity.name', null],
    ['Entity.registeredOn', null],
    ['Entity.representative', null],
  ]);
});

test('the policy says of which records a field is closed, and to whom', async () => {
  const source =
    '{ dataset(register: ENTITIES) { fields { name class stricter { class records } } } myAccess { fields { coordinate readable except { class } } } }';
  const { data } = await ask({ city: today }, source);
  const field = data.dataset.fields.find(({ name }: { name: string }) => name === 'grid');
  expect(field).toEqual({
    name: 'grid',
    class: 'OPEN',
    stricter: { class: 'ENTERPRISE', records: 'sole traders (codes that begin with 92)' },
  });
  const access = (answer: typeof data) =>
    answer.myAccess.fields.find(({ coordinate }: { coordinate: string }) => coordinate === 'Entity.grid');
  expect(access(data)).toMatchObject({ readable: true, except: { class: 'ENTERPRISE' } });
  expect(access((await ask({ city: today, tier: 'ENTERPRISE' }, source)).data)).toMatchObject({
    readable: true,
    except: null,
  });
});

test.each([
  ['name: "（）"', 'BAD_ARGUMENT', /must hold a letter or a digit/],
  ['industry: "Z"', 'BAD_CODE', /character 1 must be a section from A to T or a digit, is "Z"/],
  ['industry: "A65"', 'BAD_CODE', /division "65" belongs to section "I", not "A"/],
  ['industry: "6"', 'BAD_CODE', /must have 2 to 4 digits, has 1/],
  ['code: "91440300192203821X"', 'BAD_CODE', /character 18 must be the check character "6", is "X"/],
] as const)('a filter { %s } is refused: %s', async (filter, code, message) => {
  const { codes, errors } = await ask({ city: today }, `{ entities(filter: { ${filter} }) { nodes { code } } }`);
  expect(codes).toEqual([code]);
  expect(errors[0]?.message).toMatch(message);
});
