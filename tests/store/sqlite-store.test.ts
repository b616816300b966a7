import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { openSqliteStore } from '../../functions/store/sqlite/open-sqlite-store.ts';
import { type OpenFresh, storeSuite } from './store-suite.ts';

describe('the embedded store', () => {
  const endings: (() => void | Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end();
  });

  const openFresh: OpenFresh = async () => {
    const folder = mkdtempSync(join(tmpdir(), 'basegrid-store-'));
    endings.push(() => rmSync(folder, { recursive: true }));
    const again = async () => {
      const store = openSqliteStore(folder, () => 1_800_000_000_000);
      endings.push(store.close);
      return store;
    };
    return { store: await again(), again };
  };
  storeSuite(openFresh);

  test('what a clock far ahead spent does not count once it is gone; what one less than a day ahead spent does', async () => {
    const { store } = await openFresh();
    const now = 1_800_000_000_000;
    const spend = (at: number, cost = 1) => store.limits.spend({ key: 'one', cost, burst: 10, perSecond: 1, now: at });
    const tomorrow = now + 24 * 3_600_000;
    expect(await spend(tomorrow, 10)).toMatchObject({ granted: true, remaining: 0 });
    expect(await spend(now)).toEqual({ granted: false, remaining: 0, resetAt: tomorrow + 10_000 });
    expect(await spend(now - 1)).toEqual({ granted: true, remaining: 9, resetAt: now + 999 });
    expect(await spend(tomorrow, 11)).toMatchObject({ granted: false, remaining: 10 });
  });
});
