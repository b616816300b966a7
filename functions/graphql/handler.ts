import { composeHandler } from '../platform/compose-handler.ts';
import { clockOf, readConfig } from '../platform/config.ts';
import { openWatch } from '../platform/open-watch.ts';
import { openSecrets } from '../store/open-secrets.ts';
import { openStore } from '../store/open-store.ts';
import { createGraphqlHandler } from './create-graphql-handler.ts';
import { graphqlParts } from './graphql-parts.ts';

const config = readConfig(process.env);
const watch = openWatch(config);

/** The Lambda function: composed once for its process. */
export const handler = composeHandler(watch.logger, async () => {
  const [store, secrets] = await Promise.all([openStore(config), openSecrets(config)]);
  return createGraphqlHandler(graphqlParts({ config, store, secrets, clock: clockOf(config), ...watch }));
});
