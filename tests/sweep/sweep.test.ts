import { expect, test } from 'vitest';
import { publish } from '../../functions/publish/publish.ts';
import { type PublishRequest, publishDefaults } from '../../functions/publish/publish-request.ts';
import { sweep } from '../../functions/sweep/sweep.ts';
import type { Store } from '../../schema/ports.ts';
import { tiers } from '../../schema/privacy/tier.ts';
import { classOfTree, densityOfTree } from '../../schema/publication/next-editions.ts';
import type { RegisterName } from '../../schema/registers/register-name.ts';
import { verify } from '../../schema/tree/verify.ts';
import { day } from '../builders/publication-case.ts';
import { buildings, csv, divisions, geojson, grids, house, houses } from '../builders/publication-city.ts';
import { blocksOf } from '../harness/publishing-store.ts';
import { racingSweeper } from '../harness/racing-sweeper.ts';
import { type OpenPlace, onEveryStore, type Place } from '../harness/sweep-place.ts';

const dayMilliseconds = 86_400_000;

onEveryStore(sweeping);

/** Half of the houses, and as many others: what it would retire is known once it is merged. */
const others = houses.slice(12).map(({ building }, at) => house(building ?? '', 500 + at));
const less = csv('houses', [...houses.slice(0, 12), ...others]);
/** Every class has blocks of its own; one grid's boundary is long enough to lie in pieces. */
const round = Array.from({ length: 700 }, (_, at): [number, number] => {
  const angle = (at / 700) * 2 * Math.PI;
  return [114.0015 + 0.0004 * Math.cos(angle), 22.6 + 0.0004 * Math.sin(angle)];
});
const shapes = geojson(
  grids.map((grid, at) =>
    at === 1 ? { ...grid, geometry: { type: 'Polygon', coordinates: [[...round, round[0]]] } } : grid,
  ),
);

function sweeping(open: OpenPlace): void {
  async function city(): Promise<Place> {
    const place = await open(Date.UTC(2026, 0, 1));
    await publishIn(place, 'DIVISIONS', csv('divisions', divisions));
    await publishIn(place, 'GRIDS', shapes);
    await publishIn(place, 'BUILDINGS', csv('buildings', buildings));
    await publishIn(place, 'HOUSES', csv('houses', houses));
    return place;
  }

  test('what a refused publication left is removed when it is old, and what any edition names never is', async () => {
    const place = await city();
    const { store, clock } = place;
    await publishIn(
      place,
      'HOUSES',
      csv(
        'houses',
        houses.map((row) => ({ ...row, room: 'X', floorArea: '88', rented: 'true' })),
      ),
    );
    expect((await publishIn(place, 'HOUSES', less)).refused).toBe(true);
    expect(await sweep(store, { now: clock.now, days: 7 })).toMatchObject({ found: 0, removed: 0 });
    clock.now += 8 * dayMilliseconds;
    const report = await sweep(store, { now: clock.now, days: 7 });
    expect(report.removed).toBeGreaterThan(5);
    expect(report.removed).toBe(report.found);
    await expectWhole(store);
    expect(await sweep(store, { now: clock.now, days: 7 })).toMatchObject({
      found: 0,
      removed: 0,
      named: report.named,
    });
  });

  test('a publication that reuses what lies there keeps it, at whichever moment of the sweep it comes', async () => {
    for (const moment of [
      'before the names are read',
      'between reading and removing',
      'while it is removed',
    ] as const) {
      const place = await city();
      const { store, clock } = place;
      expect((await publishIn(place, 'HOUSES', less)).refused).toBe(true);
      clock.now += 30 * dayMilliseconds;
      let published = 0;
      const race = async (now: typeof moment) => {
        if (now !== moment || published > 0) return;
        published += 1;
        expect(await publishIn(place, 'HOUSES', less, { allowRetirements: true })).toMatchObject({ published: true });
      };
      const racing = racingSweeper(store, race);
      await race('before the names are read');
      const report = await sweep({ ...store, sweeper: racing }, { now: clock.now, days: 7 });
      expect(published).toBe(1);
      if (moment === 'while it is removed') expect(report.found - report.removed).toBeGreaterThan(3);
      await expectWhole(store);
    }
  });

  test('a publication whose blocks are written, but not yet named, keeps them', async () => {
    const place = await city();
    const { store, clock } = place;
    expect((await publishIn(place, 'HOUSES', less)).refused).toBe(true);
    clock.now += 30 * dayMilliseconds;
    const { editions } = store;
    const sweptMeanwhile: typeof editions = {
      latest: (tier) => editions.latest(tier),
      get: (tier, number) => editions.get(tier, number),
      at: (tier, instant) => editions.at(tier, instant),
      publications: (tier, register, since) => editions.publications(tier, register, since),
      async move(move) {
        await sweep(store, { now: clock.now, days: 7 });
        return editions.move(move);
      },
    };
    const racing = { ...place, store: { ...store, editions: sweptMeanwhile } };
    expect(await publishIn(racing, 'HOUSES', less, { allowRetirements: true })).toMatchObject({ published: true });
    await expectWhole(store);
  });

  test('fewer than two days are refused', async () => {
    const { store, clock } = await city();
    await expect(sweep(store, { now: clock.now, days: 1 })).rejects.toThrow('must be a whole number from 2 on');
  });
}

async function publishIn(
  { store, folder, clock }: Place,
  register: RegisterName,
  source: string,
  changed: Partial<PublishRequest> = {},
) {
  clock.now += 1_000;
  const bytes = async function* () {
    yield Buffer.from(source);
  };
  const request = { ...publishDefaults, register, folder, name: register === 'GRIDS' ? 'a.geojson' : 'a.csv' };
  const given = { effective: day('2026-01-01'), now: () => clock.now, bytes: bytes(), ...changed };
  return publish({ ...request, ...given }, store);
}

/** Every tree of every edition is there, to the last piece of a boundary. */
async function expectWhole(store: Store): Promise<void> {
  let trees = 0;
  for (const tier of tiers) {
    const newest = await store.editions.latest(tier);
    for (let number = 1; number <= (newest?.number ?? 0); number += 1) {
      const edition = await store.editions.get(tier, number);
      for (const { trees: roots } of Object.values(edition?.registers ?? {}))
        for (const [tree, root] of Object.entries(roots)) {
          for await (const problem of verify(root, blocksOf(store)(classOfTree(tree)), densityOfTree(tree)))
            expect(problem).toBe(null);
          trees += 1;
        }
    }
  }
  expect(trees).toBeGreaterThan(50);
}
