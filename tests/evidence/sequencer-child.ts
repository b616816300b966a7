// Brings the log of a folder up to date again and again, until it is killed.
import { setTimeout as sleep } from 'node:timers/promises';
import { advanceLog } from '../../functions/evidence/advance-log.ts';
import { openSqliteStore } from '../../functions/store/sqlite/open-sqlite-store.ts';
import { testSigner } from './log-on-disk.ts';

const store = openSqliteStore(process.argv[2] ?? '', () => 0);
for (;;) {
  await advanceLog({ evidence: store.evidence, tiles: store.tiles, signers: [testSigner] });
  process.stdout.write('.');
  await sleep(1);
}
