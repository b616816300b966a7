import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { subjects } from '../builders/credit-rows.ts';
import { testServer } from '../harness/server.ts';
import { anEdition } from '../store/store-builder.ts';
import { diskLog, queryLeaf } from './log-on-disk.ts';

const now = 1_800_000_000_000;
const spend = (cost: number) => ({ key: 'caller', cost, burst: 10, perSecond: 1 / 60, now });

test('when a leaf cannot be written, nothing that was to go with it is: no debit, no edition', async () => {
  await using log = diskLog();
  const { evidence, limits, editions } = log.store;
  const database = new DatabaseSync(join(log.folder, 'basegrid.sqlite'));
  database.exec(
    "CREATE TRIGGER broken BEFORE INSERT ON evidence_leaves BEGIN SELECT RAISE(ABORT, 'no leaf today'); END",
  );
  await expect(evidence.charge({ spends: [spend(3)], leaves: [queryLeaf(1)] })).rejects.toThrow('no leaf today');
  const move = { editions: [anEdition(1)], publications: [], report: null, leaves: [queryLeaf(2)] };
  await expect(editions.move(move)).rejects.toThrow('no leaf today');
  expect((await limits.spend(spend(0))).remaining).toBe(10);
  expect(await editions.latest('PUBLIC')).toBe(null);
  database.exec('DROP TRIGGER broken');
  database.close();
  expect(await evidence.charge({ spends: [spend(3)], leaves: [queryLeaf(1)] })).toEqual({ granted: true });
  expect((await limits.spend(spend(0))).remaining).toBe(7);
  expect(await editions.move(move)).toBe('moved');
});

test('a charge that fails leaves those of the same moment as they are', async () => {
  await using log = diskLog();
  const { evidence, limits } = log.store;
  await evidence.charge({ spends: [], leaves: [queryLeaf(1)] });
  const outcomes = await Promise.allSettled([
    evidence.charge({ spends: [spend(1)], leaves: [queryLeaf(2)] }),
    evidence.charge({ spends: [spend(1)], leaves: [queryLeaf(1)] }), // its id is taken
    evidence.charge({ spends: [spend(11)], leaves: [queryLeaf(3)] }), // more than the whole budget
    evidence.charge({ spends: [spend(1)], leaves: [queryLeaf(4)] }),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  expect((await limits.spend(spend(0))).remaining).toBe(8);
  expect(await evidence.sequence(100)).toBe(3);
});

test('a credit query is refused with 503 while the log takes no leaf: nothing is answered', async () => {
  await using server = await testServer();
  const question = `{ creditReport(subject: "${subjects.company}", purpose: CONTRACT) { __typename ... on CreditReport { statements { totalCount } } } }`;
  expect((await server.api.post(question)).status).toBe(200);
  const charge = async () => {
    throw Object.assign(new Error('the log is away'), { name: 'ThrottlingException' });
  };
  Object.assign(server.store.evidence, { charge });
  const { status, text, codes } = await server.api.post(question);
  expect([status, codes]).toEqual([503, ['UNAVAILABLE']]);
  expect(text).not.toContain('CreditReport');
  expect(text).not.toContain('the log is away');
});
