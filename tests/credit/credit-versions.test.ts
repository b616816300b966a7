import { describe, expect, test } from 'vitest';
import { createCreditFunction } from '../../functions/credit/create-credit-function.ts';
import {
  answerCall,
  type CreditCall,
  protocolVersion,
  remoteCredit,
} from '../../functions/platform/credit-protocol.ts';
import type { CreditCaller, CreditOutcome } from '../../schema/registers/credit/credit-port.ts';
import { statement, subjects } from '../builders/credit-rows.ts';
import { creditStore } from '../harness/credit-store.ts';
import { testServer } from '../harness/server.ts';

const caller: CreditCaller = { key: 'client 1', tier: 'REGISTERED', name: 'One', client: '1', subject: null };
const question = { caller, subjects: [subjects.company], purpose: 'CONTRACT', reference: null };
const instant = '2026-06-01T04:00:00Z';

/** The function of today over a store with statements. */
async function today() {
  const at = creditStore(instant);
  await at.publish([statement('a'), statement('b', { kind: 'HONOUR', severity: null })]);
  const credit = createCreditFunction({ ...at.store, pepper: new Uint8Array(32), clock: at.clock, perDay: null });
  const leaves = () => at.store.evidence.topicSize(`subject ${subjects.company}`);
  return { credit, leaves, [Symbol.asyncDispose]: () => at[Symbol.asyncDispose]() };
}

describe('a function that is newer than its caller', () => {
  test.each([
    ['a query', 'reports', question],
    ['a query of nobody named', 'reports', { ...question, caller: { key: 'source a', tier: 'PUBLIC' } }],
    ['a page of changes', 'changes', { caller, since: 0, limit: 5 }],
    ['a log', 'queryLog', { caller: { ...caller, subject: subjects.company }, subject: subjects.company }],
    ['a quota', 'quota', caller],
  ])('answers %s that lacks what was not known then', async (_, method, argument) => {
    await using at = await today();
    expect(await answerCall({ method, argument }, at.credit)).toMatchObject({ ok: true });
  });

  test('has all statements answered to whoever names no pages', async () => {
    await using at = await today();
    const reply = await answerCall({ method: 'reports', argument: question }, at.credit);
    const [outcome] = (reply as unknown as { readonly value: readonly CreditOutcome[] }).value;
    expect(outcome?.statements.map(({ key }) => key)).toEqual(['a', 'b']);
    expect(outcome).not.toHaveProperty('counts');
  });
});

describe('a function that is older than its caller', () => {
  test.each<readonly [string, object]>([
    ['a method', { method: 'forecast', argument: question }],
    ['a purpose', { method: 'reports', argument: { ...question, purpose: 'CURIOSITY' } }],
    ['a tier', { method: 'reports', argument: { ...question, caller: { ...caller, tier: 'PARTNER' } } }],
    ['a version that must be there', { method: 'reports', argument: question, atLeast: protocolVersion + 1 }],
    ['a form of subjects', { method: 'reports', argument: { ...question, subjects: { codes: [] } } }],
  ])('refuses %s that it does not know, before anything is paid: 503, to be tried again', async (_, call) => {
    await using at = await today();
    expect(await answerCall(call, at.credit)).toMatchObject({ ok: false, code: 'UNAVAILABLE' });
    expect(await at.leaves()).toBe(0);
    await using server = await testServer({
      clock: () => Date.parse(instant),
      remote: (credit) => remoteCredit(() => answerCall(call, credit)),
    });
    const { status, codes, headers } = await server.api.post(
      `{ creditReport(subject: "${subjects.company}", purpose: CONTRACT) { __typename } }`,
    );
    expect([status, codes, headers.get('retry-after')]).toEqual([503, ['UNAVAILABLE'], '5']);
  });

  test('passes over what it does not know and need not', async () => {
    await using at = await today();
    const argument = { ...question, colour: 'red', caller: { ...caller, colour: 'red' } };
    expect(await answerCall({ method: 'reports', argument, version: 9 }, at.credit)).toMatchObject({ ok: true });
  });

  test('is not asked for what it would forget: the name of a query', async () => {
    await using at = await today();
    const asked: CreditCall[] = [];
    const remote = remoteCredit((call) => {
      asked.push(call);
      return answerCall(call, at.credit);
    });
    const plain = { ...question, purpose: 'CONTRACT', mostBytes: 1e6 } as const;
    for (const once of [null, 'mine']) await remote.reports({ ...plain, once });
    expect(asked.map(({ version, atLeast }) => [version, atLeast])).toEqual([
      [protocolVersion, 1],
      [protocolVersion, 2],
    ]);
  });
});

describe('a reply that was paid', () => {
  const selected = `__typename ... on CreditReport { noneFound receipt { id } statements { totalCount nodes { key kind severity title isPublic publicUntil } } }
    ... on CreditRefused { reason message }`;
  const query = `{ creditReport(subject: "${subjects.company}", purpose: CONTRACT) { ${selected} } }`;

  /** The answer over HTTP to what the function replies. */
  async function answerTo(value: unknown) {
    await using server = await testServer({
      clock: () => Date.parse(instant),
      remote: () => remoteCredit(async () => JSON.parse(JSON.stringify({ ok: true, value }))),
    });
    return await server.api.post(query);
  }
  const outcome = { subject: subjects.company, asOf: instant, receipt: null, refusal: null };

  test('of an older function is answered, though it tells less', async () => {
    const told = { key: 'a', subject: subjects.company, kind: 'PENALTY' };
    const { status, body } = await answerTo([{ ...outcome, receipt: undefined, statements: [told] }]);
    expect([status, body.errors]).toEqual([200, undefined]);
    expect(body.data.creditReport).toEqual({
      __typename: 'CreditReport',
      noneFound: ['LICENCE', 'HONOUR', 'DISHONESTY', 'ABNORMALITY', 'COMMITMENT'],
      receipt: null,
      statements: {
        totalCount: 1,
        nodes: [{ key: 'a', kind: 'PENALTY', severity: null, title: null, isPublic: true, publicUntil: null }],
      },
    });
  });

  test('of a newer function is answered, though it refuses for a reason that is new', async () => {
    const refusal = { reason: 'ASLEEP', message: 'Cannot answer: asleep' };
    const { status, body } = await answerTo([{ ...outcome, refusal, statements: [], mood: 'good' }]);
    expect([status, body.errors]).toEqual([200, undefined]);
    expect(body.data.creditReport).toEqual({
      __typename: 'CreditRefused',
      reason: 'UNAVAILABLE',
      message: 'Cannot answer: asleep',
    });
  });

  test('is a refusal of a code that is new: nothing was paid, and it is to be tried again', async () => {
    await using server = await testServer({
      remote: () => remoteCredit(async () => ({ ok: false, code: 'TEAPOT', message: 'm', argument: null })),
    });
    const { status, codes, headers } = await server.api.post(query);
    expect([status, codes, headers.get('retry-after')]).toEqual([503, ['UNAVAILABLE'], '5']);
  });
});
