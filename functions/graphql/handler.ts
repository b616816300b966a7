import * as z from 'zod';
import { composeHandler } from '../platform/compose-handler.ts';
import { clockOf, readConfig } from '../platform/config.ts';
import { openWatch } from '../platform/open-watch.ts';
import { openSecrets } from '../store/open-secrets.ts';
import { openStore } from '../store/open-store.ts';
import { createGraphqlHandler } from './create-graphql-handler.ts';
import { graphqlParts } from './graphql-parts.ts';

// A parser that is used once or twice is sooner run as it is than compiled.
z.config({ jitless: true });

const config = readConfig(process.env);
const watch = openWatch(config);

/** The Lambda function: composed once for its process. */
export const handler = composeHandler(watch.logger, async () => {
  const [store, secrets] = await Promise.all([openStore(config), openSecrets(config)]);
  const parts = graphqlParts({ config, store, secrets, clock: clockOf(config), ...watch });
  // Asked for while the rest is composed: the first request finds a connection, and mostly the edition too. It asks again where this fails.
  parts.editions.latest('PUBLIC').catch(() => undefined);
  return createGraphqlHandler(parts);
});
