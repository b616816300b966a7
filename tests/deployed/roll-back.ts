import { expect, test } from 'vitest';
import { largeHouses } from '../builders/large-houses.ts';
import { story, storyEditions } from '../builders/sample-editions.ts';
import { lastFile } from '../builders/story-files.ts';
import { storyEffective } from '../harness/deployed-place.ts';
import type { Deployment } from '../harness/deployment.ts';
import { newest, rootsOf } from '../harness/publishing-store.ts';
import { shown } from '../harness/shown.ts';

/** `npm run rollback` with --deployment, seen through the API. */
export function rollBackSuite(deployment: () => Deployment): void {
  test('a publication is rolled back: tried, done, answered and told', async () => {
    const { publish, command, store } = deployment();
    const room = async () => (await shown(deployment(), `{ house(code: "${story.corrected}") { room } }`)).house.room;
    const file = largeHouses(lastFile(storyEditions(), 'HOUSES'), 44);
    const good = await publish('HOUSES', file, storyEffective);
    const bad = await publish('HOUSES', { ...file, text: file.text.replace(',901,', ',907,') }, storyEffective);
    expect(bad).toMatchObject({ published: true, updated: 1, seq: good.seq + 1 });
    expect(await room()).toBe('907');
    const roots = await rootsOf(store);
    const words = ['--register', 'houses', '--to', String(good.seq)];

    const tried = await command('rollback', [...words, '--dry-run']);
    expect([tried.status, tried.stderr]).toEqual([0, '']);
    expect(JSON.parse(tried.stdout)).toMatchObject({
      dryRun: true,
      refused: false,
      changes: { GOVERNMENT: 1, PUBLIC: 1 },
    });
    expect([await rootsOf(store), await room()]).toEqual([roots, '907']);

    const done = await command('rollback', words);
    expect([done.status, done.stderr]).toEqual([0, '']);
    expect(JSON.parse(done.stdout)).toMatchObject({ dryRun: false, edition: bad.edition + 1, seq: bad.seq + 1 });
    expect((await newest(store)).number).toBe(bad.edition + 1);
    expect(await room()).toBe('901');
    const { seq = 0 } = (await newest(store, 'PUBLIC')).registers.HOUSES ?? {};
    const fed = await shown(
      deployment(),
      `{ changes(register: HOUSES, since: ${seq - 1}) { totalCount nodes { key kind } } }`,
    );
    expect(fed.changes).toMatchObject({ totalCount: 1, nodes: [{ key: story.corrected, kind: 'UPDATED' }] });
  });

  test('what it cannot roll back to is told in one line, and changes nothing', async () => {
    const { command, store } = deployment();
    const roots = await rootsOf(store);
    const { status, stdout, stderr } = await command('rollback', ['--register', 'houses', '--to', '9999']);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /^Cannot roll HOUSES back to "9999": must be one of its publications, 1 to \d+, or an edition with it, up to edition:\d+\n$/,
    );
    expect(await rootsOf(store)).toEqual(roots);
  });
}
