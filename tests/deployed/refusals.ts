import { expect, test } from 'vitest';
import type { Deployment } from '../harness/deployment.ts';
import { deedsOf } from './deeds.ts';
import { rightsOf } from './deployed-rights.ts';
import { functionNames, sessionOf } from './role-session.ts';
import { workBucket } from './work-objects.ts';

const blocks = {
  read: ['read an open block', 'read a restricted block'],
  write: ['write an open block', 'write a restricted block'],
};
const lines = ['read the PUBLIC line', 'read the GOVERNMENT line'];
/** What publishes statements of credit, and what gives up, knows of their line too. */
const everyLine = [...lines, 'read the CREDIT line'];
/** Objects of publications under way: nobody deletes them but the lifecycle of their bucket. */
const work = ['read work', 'write work'];
const moves = ['move a line', 'append evidence'];
const points = ['spend points of an address', 'spend points of a client'];

/** What each function may do of all deeds (deeds.ts); everything else it must be refused. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  public: ['read an open block', 'read the PUBLIC line', 'spend points of an address', 'read the secret'],
  entitled: [...blocks.read, ...lines, ...points, 'read a client', 'append evidence', 'read the secret'],
  // Of restricted blocks those of credit statements: which class is not looked at by the emulator, but by tests/infra/credit.test.ts.
  credit: [
    ...['read a restricted block', 'read the CREDIT line', 'append evidence', 'read the secret'],
    ...['spend a credit quota of an address', 'spend a credit quota of a client'],
    ...['remember what an address paid', 'remember what a client paid'],
    ...['list queries about an organisation', 'list evidence of publications', 'list evidence that waits'],
    'watch an organisation',
  ],
  'credit-public': [
    ...['read a restricted block', 'read the CREDIT line', 'append evidence', 'read the secret'],
    ...['spend a credit quota of an address', 'remember what an address paid'],
  ],
  expire: ['read a restricted block', 'read the CREDIT line', 'move the CREDIT line', 'append evidence'],
  'publish-plan': [...work, ...lines, 'read a source', 'write a report'],
  'publish-whole': [
    ...work,
    ...[...blocks.read, ...blocks.write, ...everyLine, ...moves],
    ...['move the CREDIT line', 'read a source', 'write a report'],
  ],
  'publish-parse': work,
  'publish-settle': [...work, ...blocks.read, ...blocks.write, ...lines, 'write a report'],
  'publish-merge': [...work, ...blocks.read, ...lines],
  'publish-arrange': work,
  'publish-build': [...work, ...blocks.read, ...blocks.write],
  'publish-join': [...work, ...blocks.read, ...blocks.write, ...lines, ...moves, 'write a report'],
  'publish-fail': [...work, ...everyLine, 'write a report'],
};

/** Looks at every block, whether an edition names it; it answers no requests. */
const sweeping = ['scan open blocks', 'scan restricted blocks'];

/** What no function at all may do. */
const never = [
  ...['scan open blocks', 'scan restricted blocks', 'scan items', 'list clients', 'write a client'],
  ...['write a source', 'list buckets', 'delete work'],
  // and of those that publish nothing:
  ...work,
];

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
    expect(await doneAs(deployment(), name)).toEqual([...deeds].sort());
  });

  test('no function may scan, look through clients or buckets, or make clients or sources', async () => {
    const { config } = deployment();
    const functions = (await functionNames(config.lambda)).filter((name) => name.startsWith(config.tablePrefix));
    const names = functions.map((name) => name.slice(config.tablePrefix.length));
    expect(names).toEqual(expect.arrayContaining(Object.keys(allowed)));
    for (const name of names.filter((candidate) => !(candidate in allowed))) {
      const done = await doneAs(deployment(), name);
      expect([name, ...done.filter((deed) => never.includes(deed))]).toEqual(
        name === 'sweep' ? [name, ...sweeping] : [name],
      );
    }
  });
}

/** What a function can do of all deeds, in order of their names. */
async function doneAs({ config, name: deployed }: Deployment, name: string): Promise<string[]> {
  const functionName = `${config.tablePrefix}${name}`;
  const session = await sessionOf(config.lambda, functionName);
  const rights = await rightsOf(config, deployed, functionName);
  const bucket = await workBucket(config);
  const done: string[] = [];
  for (const [deed, { attempt, item }] of Object.entries(deedsOf(config, session, bucket))) {
    const refused = await attempt().then(() => false, isRefusal);
    if (!refused && (item === undefined || rights.mayTouch(item.action, item.partition))) done.push(deed);
  }
  return done.sort();
}

/** A session that nobody knows is refused everything, and proves nothing. */
const unknownSession = /UnrecognizedClient|InvalidToken|InvalidClientToken|ExpiredToken/;

/** Anything else than a refusal means that the right was there: the object was not, for example. */
function isRefusal({ name, message }: Error): boolean {
  if (unknownSession.test(name)) throw new Error(`Cannot try as the function: ${name}, ${message}`);
  return /AccessDenied|Forbidden|NotAuthorized/i.test(name) || /not authorized|access denied/i.test(message);
}
