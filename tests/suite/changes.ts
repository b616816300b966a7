import { beforeAll, expect, test } from 'vitest';
import type { Tier } from '../../schema/privacy/tier.ts';
import { story } from '../builders/sample-editions.ts';
import { type Place, timeOf } from './place.ts';

/** What each publication of the story changed. */
export function changesSuite(open: () => Promise<Place>): void {
  let place: Place;
  beforeAll(async () => {
    place = await open();
  });

  const feed = async (args: string, first: number, tier: Tier = 'PUBLIC') => {
    const changes = [];
    for (let after = ''; ; ) {
      const { data, errors } = await place.ask(
        `{ changes(register: HOUSES, first: ${first}, ${args} ${after}) { totalCount
           nodes { seq at kind key fields before { ... on House { room floorArea } } after { ... on House { room floorArea } } }
           pageInfo { hasNextPage endCursor } } }`,
        {},
        tier,
      );
      expect(errors).toEqual([]);
      changes.push(...data.changes.nodes);
      if (!data.changes.pageInfo.hasNextPage) return { changes, total: data.changes.totalCount };
      after = `, after: "${data.changes.pageInfo.endCursor}"`;
    }
  };

  test('the feed tells each publication’s changes in order, the same on pages of every size', async () => {
    const whole = await feed('since: 0', 200);
    expect(whole.total).toBe(whole.changes.length);
    expect(whole.changes.filter(({ seq }) => seq === 1)).toHaveLength(96);
    for (const first of [7, 96]) expect(await feed('since: 0', first)).toEqual(whole);
    expect((await feed('since: 1', 3)).changes).toEqual(whole.changes.filter(({ seq }) => seq > 1));
  });

  test('a correction is told with the rows on either side, and its time', async () => {
    const { changes } = await feed('since: 1', 100);
    expect(changes).toEqual([
      {
        seq: 2,
        at: timeOf(place, 4),
        kind: 'UPDATED',
        key: story.corrected,
        fields: ['room'],
        before: { room: '100', floorArea: null },
        after: { room: '901', floorArea: null },
      },
    ]);
  });

  test('a change of a restricted field is in the feed of those who may read it, and of no one else', async () => {
    const { changes } = await feed('since: 2', 100, 'ENTERPRISE');
    expect(changes).toMatchObject([
      { seq: 3, at: timeOf(place, 5), key: story.measured, fields: ['floorArea'], after: { floorArea: 55 } },
    ]);
    for (const tier of ['PUBLIC', 'REGISTERED'] as const) {
      const { data } = await place.ask('{ changes(register: HOUSES, since: 2) { totalCount } }', {}, tier);
      expect(data.changes.totalCount).toBe(0);
    }
  });
}
