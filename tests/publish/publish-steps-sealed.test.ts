import { expect, test } from 'vitest';
import type { WorkStore } from '../../schema/ports.ts';
import { csv, houses } from '../builders/publication-city.ts';
import { memoryWork, publishInSteps, tinySizes } from '../harness/publishing-steps.ts';
import { publishingStore } from '../harness/publishing-store.ts';
import { workText } from '../harness/work-content.ts';

const always = { ...tinySizes, standing: -1 };
const secrets = ['Example Owner', '业主甲', '11010519491231002X', '13812345678', 'Somebody Else'];
const rows = houses.map((row, at) => ({
  ...row,
  room: `${300 + at}`,
  ownerName: secrets[at % 2] ?? '',
  ownerId: at % 3 === 0 ? '' : '11010519491231002X',
  occupants: '13812345678',
}));
const changed = csv('houses', rows);
const unknown = changed
  .trimEnd()
  .split('\n')
  .map((line, at) => `${line},${at === 0 ? '13812345678' : 'Somebody Else'}`)
  .join('\n');

/** Work that shows all that was ever put into it. */
function watchedWork(): { readonly work: WorkStore; said(): Promise<{ readonly [name: string]: string }> } {
  const put: [string, Uint8Array][] = [];
  const work = memoryWork();
  const watched: WorkStore = {
    ...work,
    put: async (name, bytes) => {
      put.push([name, bytes]);
      await work.put(name, bytes);
    },
  };
  const said = async () =>
    Object.fromEntries(await Promise.all(put.map(async ([name, bytes]) => [name, await workText(name, bytes)])));
  return { work: watched, said };
}

const file = (text: string, metadata = {}) => ({
  ...{ key: 'incoming/houses/a.csv', bytes: Buffer.from(text), metadata },
  startedAt: Date.UTC(2026, 0, 1, 12),
});

test('what is sealed is never kept while a publication is under way, and is counted in its report', async () => {
  await using city = publishingStore();
  await city.publishCity();
  const { work, said } = watchedWork();
  const report = await publishInSteps(file(changed), city.store, { sizes: always, work });
  expect(report).toMatchObject({ published: true, updated: houses.length });
  expect(report.sealed).toEqual({
    ...{ ownerName: houses.length, occupants: houses.length },
    ownerId: rows.filter(({ ownerId }) => ownerId !== '').length,
  });
  const kept = await said();
  const parts = Object.keys(kept).filter((name) => name.includes('/parts/'));
  expect(parts.length).toBeGreaterThan(1);
  expect(Object.values(kept).join('\n')).toContain(houses[0]?.code); // the words of rows are found where they are
  for (const [name, text] of Object.entries(kept))
    expect([name, ...secrets.filter((secret) => text.includes(secret))]).toEqual([name]);
});

test.each([
  ['a publication that fails in the middle', changed, {}],
  ['a file that is refused', changed.replaceAll('CURRENT', 'NOWHERE'), {}],
  ['columns that are not known', unknown, { 'ignore-unknown': 'true' }],
  ['columns that are not known, and refused', unknown, {}],
])('%s leaves nothing of it either', async (name, text, metadata) => {
  await using city = publishingStore();
  await city.publishCity();
  const { work, said } = watchedWork();
  const run = async <A>(step: string, act: () => Promise<A>): Promise<A> => {
    if (step === 'merge' && name.includes('fails')) throw new Error('the disk is full');
    return act();
  };
  const published = publishInSteps(file(text, metadata), city.store, { sizes: always, work, run });
  if (name.includes('fails')) await expect(published).rejects.toThrow('the disk is full');
  else expect((await published).published).toBe(name.endsWith('known'));
  const kept = await said();
  expect(Object.keys(kept).some((object) => object.includes('/parts/'))).toBe(true);
  for (const [object, content] of Object.entries(kept))
    expect([object, ...secrets.filter((secret) => content.includes(secret))]).toEqual([object]);
});
