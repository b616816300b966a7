import { expect, test } from 'vitest';
import { clockOver } from '../../functions/local/clock-over.ts';
import { readConfig } from '../../functions/platform/config.ts';
import type { Edition } from '../../schema/ports.ts';
import { publishingStore } from '../harness/publishing-store.ts';

const at = (instant: string) => readConfig({ BASEGRID_NOW: instant });

test('the clock starts where it is told, at the newest edition when that was made by the same script, and never long before', async () => {
  await using city = publishingStore();
  expect((await clockOver(at('2020-01-01T00:00:00Z'), city.store))()).toBeLessThan(Date.UTC(2020, 0, 1, 1));
  await city.publishCity();
  const newest = ((await city.store.editions.latest('GOVERNMENT')) as Edition).at;
  const made = Date.parse(newest);
  expect((await clockOver(at('2027-01-01T00:00:00Z'), city.store))()).toBeGreaterThanOrEqual(Date.UTC(2027, 0, 1));
  const behind = (await clockOver(at(new Date(made - 3_000).toISOString()), city.store))();
  expect([behind >= made, behind < made + 600_000]).toEqual([true, true]);
  await expect(clockOver(at(new Date(made - 3_600_000).toISOString()), city.store)).rejects.toThrow(
    `must not lie before the newest edition, which is of ${newest}`,
  );
});

test('the time of the machine is refused behind an edition of the future, with both times and the way out', async () => {
  await using city = publishingStore();
  await city.publishCity();
  const newest = ((await city.store.editions.latest('GOVERNMENT')) as Edition).at;
  const now = new Date(Date.parse(newest) - 86_400_000).toISOString();
  const machine = (instant: number) => clockOver(readConfig({}), city.store, () => instant);
  await expect(machine(Date.parse(now))).rejects.toThrow(
    `Cannot go by the time "${now}": must not lie before the newest edition, which is of ${newest}; set BASEGRID_NOW=${newest} or later, or another folder in BASEGRID_DATA`,
  );
  expect((await clockOver(at(newest), city.store))()).toBeGreaterThanOrEqual(Date.parse(newest));
  // a clock that was set back a little
  expect((await machine(Date.parse(newest) - 3_000))()).toBe(Date.parse(newest));
  expect((await machine(Date.parse(newest) + 3_000))()).toBe(Date.parse(newest) + 3_000);
});
