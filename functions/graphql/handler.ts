import { clockOf, readConfig } from '../platform/config.ts';
import { createLogger } from '../platform/logger.ts';
import { openSecrets } from '../store/open-secrets.ts';
import { openStore } from '../store/open-store.ts';
import { createGraphqlHandler } from './create-graphql-handler.ts';
import { graphqlParts } from './graphql-parts.ts';

const config = readConfig(process.env);
const store = await openStore(config);
const secrets = await openSecrets(config);

/** The Lambda function: composed once for its process. */
export const handler = createGraphqlHandler(
  graphqlParts({ config, store, secrets, clock: clockOf(config), logger: createLogger() }),
);
