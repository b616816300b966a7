import { clockOf, readConfig } from '../platform/config.ts';
import { openWatch } from '../platform/open-watch.ts';
import { type Expiry, expireCredit } from '../publish/credit/expire-credit.ts';
import { openStore } from '../store/open-store.ts';

const config = readConfig(process.env);
const { logger } = openWatch(config);
const opened = openStore(config);
opened.catch(() => undefined); // told to whoever calls

/** The daily Lambda: takes credit statements whose publicity is over out of what is read. Run again, it finds nothing to do. */
export async function handler(): Promise<Expiry> {
  const done = await expireCredit({ now: clockOf(config), folder: '/tmp' }, await opened);
  logger.info('credit statements expired', { moved: done.moved, edition: done.edition });
  return done;
}
