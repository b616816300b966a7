import { describe, expect, test } from 'vitest';
import type { Tier } from '../../schema/privacy/tier.ts';
import { registerOf } from '../../schema/registers/index.ts';
import { layoutOf } from '../../schema/registers/register.ts';
import { type MemoryPublication, memoryCity } from '../builders/edition.ts';
import { story, storyEditions, withRows } from '../builders/sample-editions.ts';
import { ask } from '../harness/ask.ts';

const base = storyEditions();
const last = base.findLast(({ register }) => register === 'HOUSES');
if (last === undefined) throw new Error('Cannot test: houses are missing');
const today = layoutOf(registerOf('HOUSES'));
/** As if `floorArea` had been open, and became stricter since. */
const yesterday = {
  ...today,
  open: [...(today.open ?? []), 'floorArea'],
  enterprise: (today.enterprise ?? []).filter((field) => field !== 'floorArea'),
};
const others = base.filter(({ register }) => register !== 'HOUSES');
const [secret, shown] = [story.measured, story.corrected];

/** Three publications under the old policy: of the first house a closed field alone is changed, and changed back or on. */
function publications(areas: readonly number[]): readonly MemoryPublication[] {
  const at = (month: number) => `2026-0${month}-02T00:00:00.000Z`;
  let rows = last?.rows ?? [];
  const houses = areas.map((floorArea, place): MemoryPublication => {
    rows = withRows(rows, secret, { floorArea });
    rows = withRows(rows, shown, { room: `99${place}` });
    return { register: 'HOUSES', rows, at: at(place + 4), layout: yesterday };
  });
  return [...others, ...houses];
}

const question = `{
  changes(register: HOUSES, since: 0, first: 1000) { totalCount pageInfo { hasNextPage } nodes { seq kind key fields } }
  paged: changes(register: HOUSES, since: 1, first: 1) { totalCount pageInfo { hasNextPage } nodes { key } }
  secret: house(code: "${secret}") { floorArea knownFrom history { totalCount nodes { knownFrom knownTo floorArea } } }
  shown: house(code: "${shown}") { room knownFrom history { totalCount nodes { room knownFrom knownTo } } }
}`;

const answer = async (areas: readonly number[], tier: Tier) => {
  const city = await memoryCity(publications(areas));
  const { data, errors } = await ask({ city, tier }, question);
  expect(errors).toEqual([]);
  return data;
};

describe('a field that became stricter', () => {
  test.each(['PUBLIC', 'REGISTERED'] as const)('leaves no trace of its changes for tier %s', async (tier) => {
    const [still, changing] = [await answer([50, 50, 50], tier), await answer([50, 60, 70], tier)];
    expect(changing).toEqual(still);
    expect(changing.secret.history.totalCount).toBe(1);
    expect(changing.secret.knownFrom).toBe('2026-04-02T00:00:00.000Z');
    expect(changing.shown.history.totalCount).toBe(3);
    expect(changing.changes.totalCount).toBe(changing.changes.nodes.length);
    expect(changing.changes.nodes.filter(({ seq }: { seq: number }) => seq > 1)).toHaveLength(2);
    expect(changing.paged).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: true }, nodes: [{ key: shown }] });
  });

  test('is told to those who may read it', async () => {
    const { secret: house, changes } = await answer([50, 60, 70], 'ENTERPRISE');
    expect(house.history.totalCount).toBeGreaterThanOrEqual(3);
    expect(changes.nodes.filter(({ key }: { key: string }) => key === secret).length).toBeGreaterThanOrEqual(3);
  });
});
