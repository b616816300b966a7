import { randomBytes } from 'node:crypto';
import { createCreditFunction } from '../../functions/credit/create-credit-function.ts';
import { createGraphqlHandler } from '../../functions/graphql/create-graphql-handler.ts';
import { graphqlParts } from '../../functions/graphql/graphql-parts.ts';
import { readConfig } from '../../functions/platform/config.ts';
import { createLogger } from '../../functions/platform/logger.ts';
import { createClient } from '../../functions/store/client-secret.ts';
import type { Store } from '../../schema/ports.ts';
import { subjects } from '../builders/credit-rows.ts';
import { gatewayEvent } from './gateway-event.ts';

const endless = 1_000_000_000;

const question = {
  query: `query ($subject: CreditCode!) { creditReport(subject: $subject, purpose: CONTRACT, reference: "bench") {
    __typename ... on CreditReport { asOf noneFound statements(first: 200) { nodes { key kind severity authority
      documentNumber decidedOn validUntil title sourceUrl retrievedOn publicUntil isPublic } } } } }`,
  variables: { subject: subjects.company },
};

/** Asks for the report of 200 statements. */
export interface CreditAsker {
  readonly ask: () => Promise<string>;
}

/** An enterprise with quotas that are never used up. */
export function creditAsker(store: Store): CreditAsker {
  const secrets = { cursorKey: randomBytes(32), keyPepper: randomBytes(32) };
  const creation = { now: Date.now(), pepper: secrets.keyPepper };
  const { client, secret } = createClient({ tier: 'ENTERPRISE', name: 'bench', subject: null }, creation);
  const known = { ...store, clients: { ...store.clients, bySecretHash: async () => client } };
  const credit = createCreditFunction({ ...known, pepper: secrets.keyPepper, clock: Date.now, perDay: endless });
  const config = { ...readConfig({}), limits: false };
  const handler = createGraphqlHandler(
    graphqlParts({ config, store: known, secrets, clock: Date.now, logger: createLogger(), credit }),
  );
  const event = gatewayEvent(question, { 'x-api-key': secret });
  return {
    ask: async () => {
      const { statusCode, body } = await handler(event);
      if (statusCode === 200 && body.includes('"CreditReport"')) return body;
      throw new Error(`Cannot ask for a report: it must be answered, is ${statusCode} ${body.slice(0, 300)}`);
    },
  };
}
