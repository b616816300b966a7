import { remoteCredit } from '../../functions/platform/credit-protocol.ts';
import type { CreditCaller } from '../../schema/registers/credit/credit-port.ts';

/** A credit function that is down: for tests of what has nothing to do with it. */
export const noCredit = remoteCredit(async () => {
  throw new Error('Cannot answer a credit query: this test has no credit function');
});

/** A caller without a key. */
export const nobody: CreditCaller = { key: 'source test', tier: 'PUBLIC', name: null, client: null, subject: null };
