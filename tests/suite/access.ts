import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { tiers } from '../../schema/privacy/tier.ts';
import { story } from '../builders/sample-editions.ts';
import type { HttpPlace } from './place.ts';

const restricted = `{ house(code: "${story.measured}") { floorArea floorAreaBand rented }
  grid(code: "44030400100101") { post } building(code: "${story.moved}") { legality } }`;

/** Who sees what, with and without keys. */
export function accessSuite(open: () => Promise<HttpPlace>): void {
  let place: HttpPlace;
  beforeAll(async () => {
    place = await open();
  });

  test('each tier sees what its classes open, by the same query, and is told what is withheld', async () => {
    const seen = [];
    for (const tier of tiers) {
      const { data, withheld, errors } = await place.ask(restricted, {}, tier);
      expect(errors).toEqual([]);
      const { house, grid, building } = data;
      seen.push([house.floorArea, house.rented, grid.post, building.legality, withheld.length]);
      expect(house.floorAreaBand).toBe('FROM_40_TO_60');
    }
    expect(seen).toEqual([
      [null, null, null, null, 4],
      [null, null, null, null, 4],
      [55, null, null, null, 3],
      [55, expect.any(Boolean), 'Post 0', 'REGISTERED', 0],
    ]);
  });

  test('a filter by what may not be read is refused, whatever it would find', async () => {
    for (const tier of ['PUBLIC', 'REGISTERED'] as const) {
      const { codes } = await place.ask('{ houses(filter: { floorArea: { min: 1 } }) { totalCount } }', {}, tier);
      expect(codes).toEqual(['FORBIDDEN_FILTER']);
    }
  });

  test('a key works at once, and no longer than a second when it is revoked', async () => {
    const { api, revoke } = await place.admit('ENTERPRISE');
    const ask = () => api.post(restricted);
    expect((await ask()).body.data.house.floorArea).toBe(55);
    await revoke();
    await sleep(1100);
    const refused = await ask();
    expect([refused.status, refused.codes]).toEqual([401, ['BAD_KEY']]);
  });

  test.each(['nonsense', `bg_${'0'.repeat(36)}`])('the key "%s" is refused, never taken for none', async (key) => {
    const { status, codes, body } = await place.api().post(restricted, {}, { 'x-api-key': key });
    expect([status, codes, body.data]).toEqual([401, ['BAD_KEY'], undefined]);
  });

  test('both entrances can be called directly, the public one without a key only', async () => {
    const { secret } = await place.admit('ENTERPRISE');
    const body = JSON.stringify({ query: restricted });
    const ask = (path: string, headers: Record<string, string> = {}) =>
      place.api().send(path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
    expect((await ask('/public/graphql')).body.data.house.floorArea).toBeNull();
    expect((await ask('/entitled/graphql')).body.data.house.floorArea).toBeNull();
    expect((await ask('/entitled/graphql', { 'x-api-key': secret })).body.data.house.floorArea).toBe(55);
    expect((await ask('/public/graphql', { 'x-api-key': secret })).status).toBe(400);
  });

  test('the price is told without running, and beside every answer', async () => {
    const priced = await place
      .api('GOVERNMENT')
      .post('{ houses(first: 500) { nodes { code } } }', {}, { 'x-dry-run': '1' });
    expect(priced.body.data).toBeNull();
    const { body, headers } = await place.api('GOVERNMENT').post('{ houses(first: 500) { nodes { code } } }');
    expect(body.data.houses.nodes.length).toBeGreaterThan(90);
    expect(body.extensions.cost.requested).toBe(priced.body.extensions.cost.requested);
    expect(Number(headers.get('ratelimit-limit'))).toBe(body.extensions.cost.limit);
  });

  test('health tells edition and build', async () => {
    const { status, body } = await place.api().send('/health');
    expect([status, body]).toEqual([
      200,
      { status: 'ok', edition: expect.any(Number), build: expect.stringMatching(/./) },
    ]);
    expect(body.edition).toBeGreaterThanOrEqual(5);
  });
}
