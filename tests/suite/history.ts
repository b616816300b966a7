import { beforeAll, expect, test } from 'vitest';
import { story } from '../builders/sample-editions.ts';
import { type Place, timeOf } from './place.ts';

/** All that was ever known of a code. */
export function historySuite(open: () => Promise<Place>): void {
  let place: Place;
  beforeAll(async () => {
    place = await open();
  });

  const versions = 'history { totalCount nodes { room floorArea state validFrom knownFrom knownTo } }';

  test('history tells all periods and beliefs, newest first', async () => {
    const { data } = await place.ask(
      `{ a: house(code: "${story.corrected}") { ${versions} } b: house(code: "${story.retired}") { ${versions} } }`,
    );
    expect(data.a.history).toMatchObject({
      totalCount: 2,
      nodes: [
        { room: '901', knownFrom: timeOf(place, 4), knownTo: null },
        { room: '100', knownFrom: timeOf(place, 3), knownTo: timeOf(place, 4) },
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
    const open = await place.ask(source);
    expect(open.data.house.history).toMatchObject({
      totalCount: 1,
      nodes: [{ floorArea: null, knownFrom: timeOf(place, 3) }],
    });
    const enterprise = await place.ask(source, {}, 'ENTERPRISE');
    expect(enterprise.data.house.history).toMatchObject({
      totalCount: 2,
      nodes: [
        { floorArea: 55, knownFrom: timeOf(place, 5), knownTo: null },
        { knownFrom: timeOf(place, 3), knownTo: timeOf(place, 5) },
      ],
    });
  });

  test('history is paged, and stays in its edition', async () => {
    const read = (args: string) =>
      place.ask(
        `{ house(code: "${story.corrected}") { history(${args}) { nodes { room building { code } } pageInfo { hasNextPage endCursor } } } }`,
      );
    const { data } = await read('first: 1');
    const { nodes, pageInfo } = data.house.history;
    expect(nodes).toEqual([{ room: '901', building: { code: '4403040010010100002' } }]);
    expect(pageInfo.hasNextPage).toBe(true);
    const rest = await read(`first: 5, after: "${pageInfo.endCursor}"`);
    expect(rest.data.house.history).toMatchObject({ nodes: [{ room: '100' }], pageInfo: { hasNextPage: false } });
  });
}
