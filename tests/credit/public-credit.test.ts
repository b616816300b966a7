import { mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { createCreditFunction } from '../../functions/credit/create-credit-function.ts';
import { publicCredit } from '../../functions/credit/public-credit.ts';
import { temporaryFolder } from '../../functions/local/temporary-folder.ts';
import { answerCall, type CreditReply } from '../../functions/platform/credit-protocol.ts';
import type { SpendRequest } from '../../schema/ports.ts';
import type { CreditCaller, CreditOutcome } from '../../schema/registers/credit/credit-port.ts';
import { statement, subjects } from '../builders/credit-rows.ts';
import { type CreditTestStore, creditStore } from '../harness/credit-store.ts';

const keyless: CreditCaller = { key: 'source abc', tier: 'PUBLIC', name: null, client: null, subject: null };
const client = { key: 'client 1', tier: 'ENTERPRISE', name: 'One', client: '1', subject: subjects.company } as const;
const page = { before: null, limit: 10, counted: true };

/** Both functions over a store, and what they spend. */
function functionsOver({ store, clock }: CreditTestStore) {
  const spent: SpendRequest[] = [];
  const evidence: typeof store.evidence = {
    ...store.evidence,
    charge: (charge) => {
      spent.push(...charge.spends);
      return store.evidence.charge(charge);
    },
  };
  const credit = createCreditFunction({ ...store, evidence, pepper: new Uint8Array(32), clock, perDay: null });
  return { credit, open: publicCredit(credit), spent };
}

/** The argument of each method that is told who asks, with that caller. */
function argumentsFor(caller: unknown): Readonly<Record<string, unknown>> {
  return {
    reports: { caller, subjects: [subjects.company], purpose: 'CONTRACT', reference: null },
    quota: caller,
    queryLog: { caller, subject: subjects.company, ...page },
    publications: { caller, ...page },
    changes: { caller, since: 0, after: null, limit: 10 },
    watch: { caller, subjects: [subjects.company], watched: true },
    openings: { caller, id: 'ab' },
  };
}

/** A claim is a fault; a caller whom no version knows is refused as one of another version. */
async function expectNothing(answer: Promise<CreditReply>, method: string): Promise<void> {
  const told = await answer.catch((fault: Error) => fault.message);
  expect(typeof told === 'string' ? told : told.ok, method).toSatisfy(
    (found: unknown) => found === false || String(found).includes('for a caller who claims more'),
  );
}

describe('the credit function of keyless callers', () => {
  test('reads of no leaf what opens it', async () => {
    await using at = creditStore('2026-06-01T04:00:00Z');
    await at.publish([statement('a')]);
    const whole = vi.spyOn(at.store.evidence, 'leaf');
    const { open } = functionsOver(at);
    const [answered] = await open.reports({ ...(argumentsFor(keyless).reports as object), mostBytes: 1e6 } as never);
    const id = answered?.receipt?.id ?? '';
    expect(await open.receipt(id)).toMatchObject({ id, leafHash: answered?.receipt?.leafHash });
    expect(await open.openings({ caller: keyless, id })).toBe(null);
    expect(whole).not.toHaveBeenCalled();
  });

  const claims: readonly (readonly [string, unknown])[] = [
    ['another tier', { ...keyless, tier: 'GOVERNMENT' }],
    ['a client', { ...keyless, client: '1' }],
    ['a name', { ...keyless, name: 'One' }],
    ['the subject’s key', { ...keyless, subject: subjects.company }],
    ['the quota of a client', { ...keyless, key: 'client 1' }],
    ['no tier at all', { ...keyless, tier: undefined }],
    ['nobody', null],
  ];

  test.each(claims)(
    'refuses every question of a caller who claims %s, unpaid and without evidence',
    async (_, caller) => {
      await using at = creditStore('2026-06-01T04:00:00Z');
      await at.publish([statement('a')]);
      const { open, spent } = functionsOver(at);
      for (const [method, argument] of Object.entries(argumentsFor(caller)))
        await expectNothing(answerCall({ method, argument }, open), method);
      expect(spent).toEqual([]);
      expect(await at.store.watches.list('1')).toEqual([]);
    },
  );

  test('refuses an argument that is none', async () => {
    await using at = creditStore('2026-06-01T04:00:00Z');
    const { open } = functionsOver(at);
    for (const method of Object.keys(argumentsFor(null)))
      await expectNothing(answerCall({ method, argument: null }, open), method);
  });

  test('answers those without a key as the other function does, from quotas of addresses', async () => {
    await using at = creditStore('2026-06-01T04:00:00Z');
    await at.publish([statement('a'), statement('b', { kind: 'HONOUR', severity: null, decidedOn: null })]);
    const { credit, open, spent } = functionsOver(at);
    const asked = { caller: keyless, subjects: [subjects.company], purpose: 'CONTRACT', reference: null } as const;
    const question = { ...asked, mostBytes: 1e6 };
    const told = ([outcome]: readonly CreditOutcome[]) => ({ ...outcome, receipt: outcome?.receipt !== null });
    expect(told(await open.reports(question))).toEqual(told(await credit.reports(question)));
    expect(spent.map(({ key }) => key.replace(/\S+$/, '*'))).toEqual(Array(4).fill('credit source *'));
    expect(await open.quota(keyless)).toMatchObject({ perDay: 200, remaining: 198 });
    for (const method of ['queryLog', 'publications', 'changes', 'watch'] as const) {
      const argument = argumentsFor(keyless)[method];
      expect(await answerCall({ method, argument }, open), method).toMatchObject({ ok: false, code: 'FORBIDDEN' });
    }
  });

  test('gives those without a key the openings of their own leaf with the answer, and later opens none to them', async () => {
    await using at = creditStore('2026-06-01T04:00:00Z');
    await at.publish([statement('a')]);
    const { credit, open, spent } = functionsOver(at);
    const question = { subjects: [subjects.company], purpose: 'CONTRACT', reference: 'Secret matter' } as const;
    const receiptOf = async (port: typeof credit, caller: CreditCaller, reference: string | null) =>
      (await port.reports({ ...question, caller, reference, mostBytes: 1e6 }))[0]?.receipt;
    const own = await receiptOf(open, keyless, null);
    const foreign = await receiptOf(credit, client, 'Secret matter');
    expect(JSON.stringify(own?.openings)).toContain(subjects.company);
    expect(own).toMatchObject({ leafHash: (await open.receipt(own?.id ?? ''))?.leafHash });
    const [publication] = await at.store.evidence.topic('publications', page);
    expect(publication?.id).toMatch(/^[0-9a-f]+$/);
    for (const id of [own?.id, foreign?.id, publication?.id])
      expect(await open.openings({ caller: keyless, id: id ?? '' })).toBeNull();
    expect((await open.receipt(foreign?.id ?? ''))?.id).toBe(foreign?.id);
    expect(spent.map(({ key }) => key.split(' ')[1])).toEqual(['source', 'source', 'client', 'client']);
  });
});

test.each(['on', 'off'])(
  'the deployed function believes in claims, or not, as BASEGRID_PUBLIC_ONLY=%s says',
  async (publicOnly) => {
    await using folder = temporaryFolder();
    vi.resetModules();
    vi.stubEnv('BASEGRID_DATA', folder.path);
    vi.stubEnv('BASEGRID_STORE', 'sqlite');
    vi.stubEnv('BASEGRID_PUBLIC_ONLY', publicOnly);
    vi.spyOn(console, 'error').mockReturnValue(undefined);
    try {
      const { handler } = await import('../../functions/credit/handler.ts');
      expect(await handler({ method: 'quota', argument: keyless })).toMatchObject({ ok: true, value: { perDay: 200 } });
      const claimed = handler({ method: 'quota', argument: { ...client, tier: 'GOVERNMENT' } });
      if (publicOnly === 'on') await expect(claimed).rejects.toThrow('Cannot answer a credit query');
      else expect(await claimed).toMatchObject({ ok: true, value: { perDay: 100_000 } });
    } finally {
      vi.restoreAllMocks();
      vi.unstubAllEnvs();
    }
  },
);

test('the deployed function whose store is away says so, and answers when it is there: it is down, not broken', async () => {
  await using folder = temporaryFolder();
  mkdirSync(join(folder.path, 'basegrid.sqlite'));
  vi.resetModules();
  vi.stubEnv('BASEGRID_DATA', folder.path);
  vi.stubEnv('BASEGRID_STORE', 'sqlite');
  vi.spyOn(console, 'error').mockReturnValue(undefined);
  try {
    const { handler } = await import('../../functions/credit/handler.ts');
    const message = 'Cannot answer now: the store is not there; try again in a few seconds';
    expect(await handler({ method: 'quota', argument: keyless })).toEqual({
      ...{ ok: false, code: 'UNAVAILABLE', message, argument: null },
    });
    rmdirSync(join(folder.path, 'basegrid.sqlite'));
    expect(await handler({ method: 'quota', argument: keyless })).toMatchObject({ ok: true });
  } finally {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  }
});
