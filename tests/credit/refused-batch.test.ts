import { afterAll, beforeAll, expect, test } from 'vitest';
import { spendsFor } from '../../functions/credit/spends.ts';
import { creditCaller } from '../../functions/graphql/credit-caller.ts';
import type { Client } from '../../schema/ports.ts';
import { withCreditCheck } from '../codes/generated-credit-codes.ts';
import { type TestServer, testServer } from '../harness/server.ts';

const now = Date.parse('2026-06-01T04:00:00Z');
const perDay = 44;
const pepper = new Uint8Array(32).fill(2); // that of the server (harness/server.ts)
const subjects = Array.from({ length: 45 }, (_, place) =>
  withCreditCheck(`91440300MA5${String(place).padStart(5, '0')}X`),
);
const query = `query ($subjects: [CreditCode!]!) { creditReports(subjects: $subjects, purpose: LENDING, reference: "R") {
  __typename ... on CreditRefused { subject reason receipt { id } } ... on CreditNotFound { receipt { id } } } }`;

let server: TestServer;
beforeAll(async () => {
  server = await testServer({ clock: () => now, creditPerDay: perDay });
});
afterAll(async () => server[Symbol.asyncDispose]());

/** What is left of the client's day, and of each of its shares of a subject. */
async function budgetsOf(client: Client): Promise<number[]> {
  const caller = creditCaller({ tier: client.tier, client }, '127.0.0.1', pepper);
  const spends = spendsFor(caller, subjects, { pepper, perDay } as Parameters<typeof spendsFor>[2], now);
  const looked = spends.map((request) => server.store.limits.spend({ ...request, cost: 0 }));
  return (await Promise.all(looked)).map(({ remaining }) => remaining);
}

test('a batch of 45 that the quota does not hold leaves no leaf, and no subject’s share is spent', async () => {
  const { api, client } = await server.admit('ENTERPRISE');
  const whole = Array.from({ length: 46 }, () => perDay);
  const { data } = (await api.post(query, { subjects })).body;
  expect(data.creditReports).toEqual(
    subjects.map((subject) => ({ __typename: 'CreditRefused', subject, reason: 'QUOTA_EXCEEDED', receipt: null })),
  );
  expect(await budgetsOf(client)).toEqual(whole);
  expect(await server.store.evidence.sequence(1000)).toBe(0);
  for (const subject of subjects) expect(await server.store.evidence.topicSize(`subject ${subject}`)).toBe(0);

  // The same looks do see a batch that is answered, and one that comes short of a quota that was partly spent.
  await api.post(query, { subjects: subjects.slice(0, 2) });
  const spent = [42, 43, 43, ...Array.from({ length: 43 }, () => perDay)];
  expect(await budgetsOf(client)).toEqual(spent);
  const again = (await api.post(query, { subjects: subjects.slice(0, 43) })).body.data.creditReports;
  expect(new Set(again.map(({ reason }: { reason: string }) => reason))).toEqual(new Set(['QUOTA_EXCEEDED']));
  expect(await budgetsOf(client)).toEqual(spent);
  expect(await server.store.evidence.sequence(1000)).toBe(2);
});
