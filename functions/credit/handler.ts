import { clockOf, readConfig } from '../platform/config.ts';
import { answerCall, type CreditReply } from '../platform/credit-protocol.ts';
import { openWatch } from '../platform/open-watch.ts';
import { openSecrets } from '../store/open-secrets.ts';
import { openStore } from '../store/open-store.ts';
import { createCreditFunction } from './create-credit-function.ts';
import { publicCredit } from './public-credit.ts';

const config = readConfig(process.env);
const { logger } = openWatch(config);

const composed = Promise.all([openStore(config), openSecrets(config)]).then(([store, { keyPepper }]) => {
  const credit = createCreditFunction({
    ...store,
    pepper: keyPepper,
    clock: clockOf(config),
    perDay: config.creditPerDay,
    onFault: (fault) => logger.error('part of a batch is not answered', fault),
  });
  return config.publicOnly ? publicCredit(credit) : credit;
});
composed.catch(() => undefined); // told to whoever calls

/** The Lambda function, deployed for each of the GraphQL functions, which alone invoke it. What it is asked is never logged. */
export async function handler(call: unknown): Promise<CreditReply> {
  try {
    return await answerCall(call, await composed);
  } catch (error) {
    logger.error('credit query failed', error);
    throw new Error('Cannot answer a credit query', { cause: error });
  }
}
