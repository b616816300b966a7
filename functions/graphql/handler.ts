import '../platform/without-compiling.ts';
import { behindEdge } from '../platform/behind-edge.ts';
import { composeHandler } from '../platform/compose-handler.ts';
import { compressing } from '../platform/compress.ts';
import { clockOf, readConfig } from '../platform/config.ts';
import { openWatch } from '../platform/open-watch.ts';
import { openEdgeProof, openSecrets } from '../store/open-secrets.ts';
import { openStore } from '../store/open-store.ts';
import { createGraphqlHandler } from './create-graphql-handler.ts';
import { graphqlParts } from './graphql-parts.ts';

const config = readConfig(process.env);
const watch = openWatch(config);

/** The Lambda function: composed once for its process. */
export const handler = composeHandler(watch.logger, async () => {
  const opening = [openStore(config), openSecrets(config), openEdgeProof(config)] as const;
  const [store, secrets, edgeProof] = await Promise.all(opening);
  const { promise: readAheadFrom, resolve: answered } = Promise.withResolvers<void>();
  const parts = graphqlParts({ config, store, secrets, clock: clockOf(config), readAheadFrom, ...watch });
  // Asked for while the rest is composed: the first request finds a connection, and mostly the edition too. It asks again where this fails.
  parts.editions.latest('PUBLIC').catch(() => undefined);
  const answering = behindEdge(edgeProof, createGraphqlHandler(parts));
  const whole = config.compresses ? compressing(answering) : answering;
  return (...of) => whole(...of).finally(answered);
});
