import { expect, test } from 'vitest';
import { houseRows } from '../builders/city-rows.ts';
import { memoryCity } from '../builders/edition.ts';
import { story, storyEditions, withRows } from '../builders/sample-editions.ts';
import { type Asker, ask } from '../harness/ask.ts';

const editions = storyEditions();
const last = editions.at(-1);
if (last === undefined) throw new Error('Cannot test: editions are missing');
const newHouse = {
  ...houseRows()[0],
  code: '4403040020020200003000099',
  building: '4403040020020200003',
} as (typeof last.rows)[number];
const city = await memoryCity([
  ...editions,
  {
    register: 'HOUSES',
    rows: [
      ...withRows(
        withRows(
          last.rows,
          story.measured,
          { validTo: '2026-04' },
          { state: 'RETIRED', validFrom: '2026-04', retirement: 'INFERRED' },
        ),
        story.corrected,
        { validTo: '2026-04' },
        { validFrom: '2026-04', room: '902' },
      ),
      newHouse,
    ],
    at: '2026-04-01T00:00:00.000Z',
  },
  { register: 'HOUSES', rows: [...last.rows, newHouse], at: '2026-05-01T00:00:00.000Z' },
]);

async function feed(asker: Asker, args: string, first: number) {
  const changes = [];
  let after = '';
  let total: number | null = null;
  for (;;) {
    const { data, errors } = await ask(
      asker,
      `{ changes(register: HOUSES, first: ${first}, ${args} ${after}) { totalCount
         nodes { seq at kind key fields before { ... on House { code room floorArea state } } after { ... on House { code room floorArea state } } }
         pageInfo { hasNextPage endCursor } } }`,
    );
    expect(errors).toEqual([]);
    changes.push(...data.changes.nodes);
    total = data.changes.totalCount;
    if (!data.changes.pageInfo.hasNextPage) return { changes, total };
    after = `, after: "${data.changes.pageInfo.endCursor}"`;
  }
}

test('the feed tells each publication’s changes in order, the same on pages of every size', async () => {
  const whole = await feed({ city }, 'since: 0', 1000);
  expect(whole.total).toBe(whole.changes.length);
  for (const first of [1, 7, 96]) expect(await feed({ city }, 'since: 0', first)).toEqual(whole);
  expect((await feed({ city }, 'since: 1', 3)).changes).toEqual(whole.changes.filter((change) => change.seq > 1));
  expect(whole.changes.filter((change) => change.seq === 1)).toHaveLength(96);
});

test('inserted, updated, retired and reinstated codes are told apart, with the rows on either side', async () => {
  const { changes } = await feed({ city }, 'since: 1', 100);
  expect(changes.map(({ seq, kind, key }) => [seq, kind, key])).toEqual([
    [2, 'UPDATED', story.corrected],
    [3, 'UPDATED', story.corrected],
    [3, 'RETIRED', story.measured],
    [3, 'INSERTED', newHouse.code],
    [4, 'UPDATED', story.corrected],
    [4, 'UPDATED', story.measured],
  ]);
  const [correction, renumbered, retired, inserted, , reinstated] = changes;
  expect(correction).toMatchObject({
    fields: ['room'],
    before: { room: '100' },
    after: { room: '901' },
    at: '2026-02-01T00:00:00.000Z',
  });
  expect(renumbered).toMatchObject({ fields: ['room', 'validFrom'], before: { room: '901' }, after: { room: '902' } });
  expect(retired).toMatchObject({ before: { state: 'CURRENT' }, after: { state: 'RETIRED' } });
  expect(inserted.before).toBeNull();
  expect(reinstated).toMatchObject({ before: { state: 'RETIRED' }, after: { state: 'CURRENT' } });
});

test('a change of a restricted field is in the feed of those who may read it, and of no one else', async () => {
  const enterprise = await feed({ city, tier: 'ENTERPRISE' }, 'since: 2', 1000);
  expect(enterprise.changes[0]).toMatchObject({
    seq: 3,
    key: story.measured,
    fields: ['floorArea'],
    after: { floorArea: 55 },
  });
  const open = await feed({ city }, 'since: 0', 1000);
  expect(open.changes.filter((change) => change.seq > 1 && change.fields.includes('floorArea'))).toEqual([]);
  expect(open.changes.every((change) => change.after?.floorArea == null)).toBe(true);
});

test('within keeps what lay in a division before or lies there after', async () => {
  const { changes, total } = await feed({ city }, 'since: 1, within: "440304002"', 100);
  expect(changes.map((change) => change.key)).toEqual([newHouse.code]);
  expect(total).toBeNull();
  const street = await feed({ city }, 'since: 0, within: "440304001"', 13);
  const all = await feed({ city }, 'since: 0', 1000);
  expect(street.changes).toEqual(all.changes.filter((change) => change.key < '440304002'));
});

test('other registers have their own feeds, those to come an empty one, CREDIT none', async () => {
  const { data } = await ask(
    { city },
    `{ a: changes(register: DIVISIONS, since: 0) { totalCount nodes { after { __typename } } } b: changes(register: ENTITIES, since: 0) { totalCount } }`,
  );
  expect(data.a.totalCount).toBe(9);
  expect(data.a.nodes[0].after).toEqual({ __typename: 'Division' });
  expect(data.b.totalCount).toBe(0);
  expect((await ask({ city }, '{ changes(register: CREDIT, since: 0) { totalCount } }')).codes).toEqual([
    'BAD_ARGUMENT',
  ]);
  expect((await ask({ city }, '{ changes(register: HOUSES, since: -1) { totalCount } }')).codes).toEqual([
    'BAD_ARGUMENT',
  ]);
});
