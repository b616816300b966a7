import { expect, test } from 'vitest';
import { memoryCity } from '../builders/edition.ts';
import { story, storyEditions } from '../builders/sample-editions.ts';
import { ask } from '../harness/ask.ts';

const city = await memoryCity(storyEditions());
const versions = 'history { totalCount nodes { room floorArea state validFrom knownFrom knownTo } }';

test('history tells all periods and beliefs, newest first', async () => {
  const { data } = await ask(
    { city },
    `{ a: house(code: "${story.corrected}") { ${versions} } b: house(code: "${story.retired}") { ${versions} } }`,
  );
  expect(data.a.history).toMatchObject({
    totalCount: 2,
    nodes: [
      { room: '901', knownFrom: '2026-02-01T00:00:00.000Z', knownTo: null },
      { room: '100', knownFrom: '2026-01-04T00:00:00.000Z', knownTo: '2026-02-01T00:00:00.000Z' },
    ],
  });
  expect(data.b.history).toMatchObject({
    totalCount: 2,
    nodes: [
      { state: 'RETIRED', validFrom: '2025' },
      { state: 'CURRENT', validFrom: '2020' },
    ],
  });
});

test('a belief about a restricted field is no part of the history of those who may not read it', async () => {
  const source = `{ house(code: "${story.measured}") { ${versions} } }`;
  const open = await ask({ city }, source);
  expect(open.data.house.history).toMatchObject({
    totalCount: 1,
    nodes: [{ floorArea: null, knownFrom: '2026-01-04T00:00:00.000Z' }],
  });
  const enterprise = await ask({ city, tier: 'ENTERPRISE' }, source);
  expect(enterprise.data.house.history).toMatchObject({
    totalCount: 2,
    nodes: [
      { floorArea: 123, knownFrom: '2026-03-01T00:00:00.000Z', knownTo: null },
      { knownFrom: '2026-01-04T00:00:00.000Z', knownTo: '2026-03-01T00:00:00.000Z' },
    ],
  });
});

test('history is paged, and stays in its edition', async () => {
  const read = (args: string) =>
    ask(
      { city },
      `{ house(code: "${story.corrected}") { history(${args}) { nodes { room building { code } } pageInfo { hasNextPage endCursor } } } }`,
    );
  const { data } = await read('first: 1');
  const { nodes, pageInfo } = data.house.history;
  expect(nodes).toEqual([{ room: '901', building: { code: '4403040010010100002' } }]);
  expect(pageInfo.hasNextPage).toBe(true);
  const rest = await read(`first: 5, after: "${pageInfo.endCursor}"`);
  expect(rest.data.house.history).toMatchObject({ nodes: [{ room: '100' }], pageInfo: { hasNextPage: false } });
});
