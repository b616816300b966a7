import { composeHandler } from '../platform/compose-handler.ts';
import { readConfig } from '../platform/config.ts';
import { openWatch } from '../platform/open-watch.ts';
import { openStore } from '../store/open-store.ts';
import { advanceLog } from './advance-log.ts';
import { openSigners } from './open-signers.ts';
import { createLogHandler } from './serve-log.ts';

const config = readConfig(process.env);
const watch = openWatch(config);
const opened = openStore(config);
opened.catch(() => undefined); // told to whoever calls

/** The Lambda function that serves the log to anyone; it has no key that signs. */
export const serve = composeHandler(watch.logger, async () => {
  const { evidence, tiles } = await opened;
  return createLogHandler({ evidence, tiles, logger: watch.logger });
});

/**
 * The Lambda function that a schedule runs each minute, and anyone who may invoke it on demand. Answers the size of the log. Keys are
 * read each time: a new one signs from the next minute on.
 */
export async function sequence(): Promise<{ readonly size: number }> {
  try {
    const [{ evidence, tiles }, signers] = await Promise.all([opened, openSigners(config)]);
    const checkpoint = await advanceLog({ evidence, tiles, signers });
    return { size: checkpoint?.size ?? 0 };
  } catch (error) {
    watch.logger.error('the evidence log does not go on', error);
    throw error;
  }
}
