import { join } from 'node:path';
import type { Store } from '../../../schema/ports.ts';
import type { Clock } from '../../platform/clock.ts';
import { folderObjects } from '../folder-objects.ts';
import { sqliteBlocks } from './blocks.ts';
import { sqliteClients } from './clients.ts';
import { sqliteCreditEditions } from './credit-editions.ts';
import { sqliteEditions } from './editions.ts';
import { sqliteEvidence } from './evidence.ts';
import { sqliteLimits } from './limits.ts';
import { openDatabase } from './open-database.ts';
import { sqliteSweeper } from './sweeper.ts';
import { sqliteWatches } from './watches.ts';

/** Opens the embedded store in `folder`: one SQLite file, and the objects as files beside it. */
export function openSqliteStore(folder: string, clock: Clock): Store {
  const database = openDatabase(folder);
  return {
    blocks: sqliteBlocks(database, clock),
    sweeper: sqliteSweeper(database),
    editions: sqliteEditions(database),
    creditEditions: sqliteCreditEditions(database),
    clients: sqliteClients(database),
    limits: sqliteLimits(database),
    watches: sqliteWatches(database),
    objects: folderObjects(join(folder, 'objects')),
    evidence: sqliteEvidence(database),
    tiles: folderObjects(join(folder, 'evidence')),
    close: async () => database.close(),
  };
}
