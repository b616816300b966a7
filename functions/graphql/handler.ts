import { clockOf, readConfig } from '../platform/config.ts';
import { createLogger } from '../platform/logger.ts';
import { openStore } from '../store/open-store.ts';
import { localSecrets } from '../store/secrets.ts';
import { createGraphqlHandler } from './create-graphql-handler.ts';
import { graphqlParts } from './graphql-parts.ts';

const config = readConfig(process.env);
const store = await openStore(config);
const secrets = await localSecrets(config.data);

/** The Lambda function: composed once for its process. */
export const handler = createGraphqlHandler(
  graphqlParts({ config, store, secrets, clock: clockOf(config), logger: createLogger() }),
);
