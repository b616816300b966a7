import '../platform/without-compiling.ts';
import { composeHandler } from '../platform/compose-handler.ts';
import { clockOf, readConfig } from '../platform/config.ts';
import { openWatch } from '../platform/open-watch.ts';
import { cachedEditions } from '../store/cached-editions.ts';
import { open } from './opening.ts';

const config = readConfig(process.env);
const watch = openWatch(config);

/**
 * The Lambda function: composed once for its process. Keys and edition are asked for first, and travel while the rest of the
 * program, most of it, is loaded.
 */
export const handler = composeHandler(watch.logger, async () => {
  const clock = clockOf(config);
  const { store, secrets, edgeProof } = await open(config);
  const editions = cachedEditions(store.editions, clock);
  // The first request finds a connection, and mostly the edition too. It asks again where this fails.
  editions.latest('PUBLIC').catch(() => undefined);
  await requestsSent();
  const { answering } = await import('./answering.ts');
  const { promise: readAheadFrom, resolve: answered } = Promise.withResolvers<void>();
  const keys = { secrets: await secrets };
  const answer = answering({ config, store, editions, clock, readAheadFrom, ...keys, ...watch }, await edgeProof);
  return (...of) => answer(...of).finally(answered);
});

/** A connection opens and takes its request in turns of the event loop, which loading leaves no room for. */
async function requestsSent(): Promise<void> {
  for (let turn = 0; turn < turnsToSend; turn++) await new Promise((next) => setImmediate(next));
}

const turnsToSend = 3;
