import { describe, expect, test } from 'vitest';
import { createCreditFunction } from '../../functions/credit/create-credit-function.ts';
import { answerCall, remoteCredit } from '../../functions/platform/credit-protocol.ts';
import type { EvidenceStore } from '../../schema/evidence/evidence-store.ts';
import type { CreditCaller } from '../../schema/registers/credit/credit-port.ts';
import { statement, subjects } from '../builders/credit-rows.ts';
import { withCreditCheck } from '../codes/generated-credit-codes.ts';
import { type CreditTestStore, creditStore } from '../harness/credit-store.ts';

const caller: CreditCaller = {
  key: 'client 1',
  tier: 'ENTERPRISE',
  name: 'One',
  client: '1',
  subject: subjects.company,
};

/** The function over a store, called in process, and the same as its calls travel: as JSON. */
function functionsOver({ store, clock }: CreditTestStore, evidence: EvidenceStore = store.evidence) {
  const direct = createCreditFunction({ ...store, evidence, pepper: new Uint8Array(32), clock, perDay: null });
  const remote = remoteCredit(async (call) =>
    JSON.parse(JSON.stringify(await answerCall(JSON.parse(JSON.stringify(call)), direct))),
  );
  return { direct, remote };
}

const asked = { caller, subjects: [subjects.company, subjects.other], purpose: 'CONTRACT', reference: 'R' } as const;
const question = { ...asked, mostBytes: 1e6 } as const;

describe('calls that travel as JSON', () => {
  test('are answered as those in process are', async () => {
    await using at = creditStore('2026-06-01T04:00:00Z');
    await at.publish([statement('a'), statement('b', { kind: 'HONOUR', severity: null, decidedOn: null })]);
    const { direct, remote } = functionsOver(at);
    const withoutReceipts = (outcomes: readonly object[]) => outcomes.map((outcome) => ({ ...outcome, receipt: null }));
    expect(withoutReceipts(await remote.reports(question))).toEqual(withoutReceipts(await direct.reports(question)));
    expect(await remote.quota(caller)).toEqual(await direct.quota(caller));
    expect(await remote.watch({ caller, subjects: [subjects.company], watched: true })).toEqual([subjects.company]);
    const changes = { caller, since: 0, after: null, limit: 10, mostBytes: 1e6 };
    expect(await remote.changes(changes)).toEqual(await direct.changes(changes));
    const log = { caller, subject: subjects.company, before: null, limit: 10, counted: true };
    expect(await remote.queryLog(log)).toEqual(await direct.queryLog(log));
    expect((await remote.queryLog(log)).total).toBe(4);
    expect((await remote.queryLog({ ...log, counted: false })).total).toBeNull();
  });

  test('carry a caller’s mistake as it is, and a fault of ours as a fault', async () => {
    await using at = creditStore('2026-06-01T04:00:00Z');
    const { direct, remote } = functionsOver(at);
    const wrong = { ...question, reference: null };
    const told = await direct.reports(wrong).catch((error: unknown) => error);
    await expect(remote.reports(wrong)).rejects.toMatchObject({
      visible: true,
      code: 'BAD_ARGUMENT',
      argument: 'reference',
    });
    await expect(remote.reports(wrong)).rejects.toThrow((told as Error).message);
    const broken = functionsOver(at, {
      ...at.store.evidence,
      charge: async () => Promise.reject(new Error('no disk')),
    });
    const fault = await broken.remote.reports(question).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(Error);
    expect(fault).not.toHaveProperty('visible');
  });

  test.each([null, {}, { method: 7 }, 'reports'])('that name no method are no calls: %j', async (call) => {
    await using at = creditStore('2026-06-01T04:00:00Z');
    await expect(answerCall(call, functionsOver(at).direct)).rejects.toThrow('it must name a method');
  });
});

test('quotas and evidence of a query are one call of the store, of as many subjects as fit', async () => {
  await using at = creditStore('2026-06-01T04:00:00Z');
  await at.publish([statement('a')]);
  const charges: (readonly [spends: number, leaves: number])[] = [];
  const evidence: EvidenceStore = {
    ...at.store.evidence,
    charge: (charge) => {
      charges.push([charge.spends.length, charge.leaves.length]);
      return at.store.evidence.charge(charge);
    },
  };
  const { direct } = functionsOver(at, evidence);
  await direct.reports({ ...question, subjects: [subjects.company] });
  await direct.reports(question);
  expect(charges).toEqual([
    [2, 1],
    [3, 2],
  ]);
});

test('a log that fails in the middle of a batch leaves what was paid for answered, and the rest unpaid', async () => {
  await using at = creditStore('2026-06-01T04:00:00Z');
  let charges = 0;
  const evidence: EvidenceStore = {
    ...at.store.evidence,
    charge: (charge) => {
      charges += 1;
      return charges === 2 ? Promise.reject(new Error('no disk')) : at.store.evidence.charge(charge);
    },
  };
  const faults: unknown[] = [];
  const parts = { ...at.store, evidence, pepper: new Uint8Array(32), clock: at.clock, perDay: 200 };
  const credit = createCreditFunction({ ...parts, onFault: (fault) => faults.push(fault) });
  const many = Array.from({ length: 100 }, (_, place) =>
    withCreditCheck(`91440300MA5${String(place).padStart(5, '0')}X`),
  );
  const outcomes = await credit.reports({ ...question, subjects: many });
  const reasons = outcomes.map(({ refusal }) => refusal?.reason ?? null);
  expect(reasons).toEqual([...Array(45).fill(null), ...Array(45).fill('UNAVAILABLE'), ...Array(10).fill(null)]);
  expect(outcomes.map(({ receipt }) => receipt !== null)).toEqual(reasons.map((reason) => reason === null));
  expect([faults.length, (await credit.quota(caller)).remaining]).toEqual([1, 145]);
});

test('what is published is answered from within a second, and the edition is not read for every query', async () => {
  await using at = creditStore('2026-06-01T04:00:00Z');
  await at.publish([statement('a')]);
  let reads = 0;
  const creditEditions = {
    latest: () => {
      reads += 1;
      return at.store.creditEditions.latest();
    },
  };
  const credit = createCreditFunction({
    ...at.store,
    creditEditions,
    pepper: new Uint8Array(32),
    clock: at.clock,
    perDay: null,
  });
  const keys = async () => (await credit.reports(question))[0]?.statements.map(({ key }) => key);
  expect([await keys(), await keys(), reads]).toEqual([['a'], ['a'], 1]);
  await at.publish([statement('a'), statement('b')]);
  at.setTime('2026-06-01T04:00:01Z');
  expect([await keys(), reads]).toEqual([['a', 'b'], 2]);
});
