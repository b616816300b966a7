import { expect, test } from 'vitest';
import type { Deployment } from '../harness/deployment.ts';
import { deedsOf } from './deeds.ts';
import { rightsOf } from './deployed-rights.ts';
import { sessionOf } from './role-session.ts';

/** What each function may do of all deeds (deeds.ts); everything else it must be refused. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  public: ['read an open block', 'read the PUBLIC line', 'spend points of an address', 'read the secret'],
  entitled: [
    'read an open block',
    'read a restricted block',
    'read the PUBLIC line',
    'read the GOVERNMENT line',
    'read a client',
    'spend points of an address',
    'spend points of a client',
    'read the secret',
  ],
  // Of restricted blocks those of credit statements: which class is not looked at by the emulator, but by tests/infra/credit.test.ts.
  credit: [
    'read a restricted block',
    'read the CREDIT line',
    'spend a credit quota',
    'append evidence',
    'read the secret',
  ],
  expire: ['read a restricted block', 'read the CREDIT line', 'move the CREDIT line'],
};

const enforced = process.env.AWS_ENDPOINT_URL?.startsWith('https:') === true;

/**
 * Every function tries every deed, in the session that it runs in. Rights by partition key are looked up in what is deployed: the
 * emulator refuses by table and action only.
 */
export function refusalSuite(deployment: () => Deployment): void {
  if (!enforced) {
    test.skip('is not tested: this emulator takes everything from everyone (.ci/emulator.sh --iam enforces IAM)');
    return;
  }
  test.each(Object.entries(allowed))('%s is refused all but what it is for', async (name, deeds) => {
    const { config, name: deployed } = deployment();
    const functionName = `${config.tablePrefix}${name}`;
    const session = await sessionOf(config.lambda, functionName);
    const rights = await rightsOf(config, deployed, functionName);
    const done: string[] = [];
    for (const [deed, { attempt, item }] of Object.entries(deedsOf(config, session))) {
      const refused = await attempt().then(() => false, isRefusal);
      if (!refused && (item === undefined || rights.mayTouch(item.action, item.partition))) done.push(deed);
    }
    expect(done.sort()).toEqual([...deeds].sort());
  });
}

/** A session that nobody knows is refused everything, and proves nothing. */
const unknownSession = /UnrecognizedClient|InvalidToken|InvalidClientToken|ExpiredToken/;

/** Anything else than a refusal means that the right was there: the object was not, for example. */
function isRefusal({ name, message }: Error): boolean {
  if (unknownSession.test(name)) throw new Error(`Cannot try as the function: ${name}, ${message}`);
  return /AccessDenied|Forbidden|NotAuthorized/i.test(name) || /not authorized|access denied/i.test(message);
}
