import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe } from 'vitest';
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
});
