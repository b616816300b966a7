// Brings the log of a folder up to date once, and kills itself at one call of its store: before it, within it, or right behind it.
import { advanceLog } from '../../functions/evidence/advance-log.ts';
import { openSqliteStore } from '../../functions/store/sqlite/open-sqlite-store.ts';
import { aroundCalls, type Call, testSigner } from './log-on-disk.ts';

const [folder = '', call = '0', moment = 'before'] = process.argv.slice(2);
let left = Number(call);

const mortal: Call =
  (work) =>
  async (...of) => {
    left -= 1;
    if (left !== 0) return work(...of);
    if (moment === 'before') process.kill(process.pid, 'SIGKILL');
    const going = work(...of);
    if (moment === 'within') process.kill(process.pid, 'SIGKILL');
    const result = await going;
    process.kill(process.pid, 'SIGKILL');
    return result;
  };

const { evidence, tiles } = openSqliteStore(folder, () => 0);
await advanceLog(aroundCalls({ evidence, tiles, signers: [testSigner] }, mortal));
