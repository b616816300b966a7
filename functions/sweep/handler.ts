import { systemClock } from '../platform/clock.ts';
import { readConfig } from '../platform/config.ts';
import { openWatch } from '../platform/open-watch.ts';
import { openStore } from '../store/open-store.ts';
import { sweep, usualDays } from './sweep.ts';

const config = readConfig(process.env);
const { logger } = openWatch(config);

/** The Lambda function that a schedule calls: removes blocks that no edition names. */
export async function handler(): Promise<void> {
  const store = await openStore(config);
  try {
    const { named, found, removed } = await sweep(store, { now: systemClock(), days: usualDays });
    logger.info('swept', { named, found, removed });
  } catch (error) {
    logger.error('sweep failed', error);
    throw error;
  } finally {
    await store.close();
  }
}
