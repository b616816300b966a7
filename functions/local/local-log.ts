import type { Store } from '../../schema/ports.ts';
import { advanceLog } from '../evidence/advance-log.ts';
import type { LogParts } from '../evidence/log-parts.ts';
import { openSigners } from '../evidence/open-signers.ts';
import { createLogHandler } from '../evidence/serve-log.ts';
import type { Config } from '../platform/config.ts';
import type { HttpHandler } from '../platform/http.ts';
import type { Logger } from '../platform/logger.ts';

/** The evidence log of a local run. */
export interface LocalLog extends AsyncDisposable {
  readonly handler: HttpHandler;
}

/** Real time, wherever BASEGRID_NOW stands. */
const stepMilliseconds = 1000;

/** Serves the log of a local run and brings it up to date every second, as a schedule does each minute where it is deployed. */
export async function openLocalLog(config: Config, { evidence, tiles }: Store, logger: Logger): Promise<LocalLog> {
  const signers = await openSigners(config);
  const close = await advanceEverySecond({ evidence, tiles, signers }, logger);
  return { handler: createLogHandler({ evidence, tiles, logger }), [Symbol.asyncDispose]: close };
}

/** Answers how to stop: that ends when the step under way is done. */
async function advanceEverySecond(parts: LogParts, logger: Logger): Promise<() => Promise<void>> {
  let told = '';
  const step = async () => {
    try {
      await advanceLog(parts);
      told = '';
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (message !== told) logger.error('the evidence log does not go on', error); // not once more each second
      told = message;
    }
  };
  let running = step();
  await running;
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    running = step().finally(() => {
      busy = false;
    });
  }, stepMilliseconds);
  return async () => {
    clearInterval(timer);
    await running;
  };
}
