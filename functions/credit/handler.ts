import { composedOnce } from '../platform/composed-once.ts';
import { clockOf, readConfig } from '../platform/config.ts';
import { answerCall, type CreditReply } from '../platform/credit-protocol.ts';
import { faultMessages } from '../platform/error-answer.ts';
import { faultCode } from '../platform/fault-code.ts';
import { openWatch } from '../platform/open-watch.ts';
import { openSecrets } from '../store/open-secrets.ts';
import { openStore } from '../store/open-store.ts';
import { createCreditFunction } from './create-credit-function.ts';
import { publicCredit } from './public-credit.ts';

const config = readConfig(process.env);
const { logger } = openWatch(config);

const composed = composedOnce(async () => {
  const [store, { keyPepper }] = await Promise.all([openStore(config), openSecrets(config)]);
  const credit = createCreditFunction({
    ...store,
    pepper: keyPepper,
    clock: clockOf(config),
    perDay: config.creditPerDay,
    onFault: (fault) => logger.error('part of a batch is not answered', fault),
  });
  return config.publicOnly ? publicCredit(credit) : credit;
});

/** The Lambda function, deployed for each of the GraphQL functions, which alone invoke it. What it is asked is never logged. */
export async function handler(call: unknown): Promise<CreditReply> {
  try {
    const reply = await answerCall(call, await composed());
    if (!reply.ok && reply.code === 'UNAVAILABLE') logger.warn('a call of another version is refused');
    return reply;
  } catch (error) {
    logger.error('credit query failed', error);
    // Down is not broken: whoever asked may try again.
    if (faultCode(error) === 'UNAVAILABLE')
      return { ok: false, code: 'UNAVAILABLE', message: faultMessages.UNAVAILABLE, argument: null };
    throw new Error('Cannot answer a credit query', { cause: error });
  }
}
