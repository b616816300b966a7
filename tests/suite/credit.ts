import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Tier } from '../../schema/privacy/tier.ts';
import { subjects } from '../builders/credit-rows.ts';
import type { HttpPlace } from './place.ts';

const question = `query ($subject: CreditCode!) { creditReport(subject: $subject, purpose: CONTRACT, reference: "Suite") {
  __typename
  ... on CreditReport { subject asOf receipt { id } }
  ... on CreditNotFound { subject asOf receipt { id } }
  ... on CreditRefused { subject asOf reason receipt { id } } } }`;
const quota = '{ myAccess { limits { credit { perDay remaining resetAt } } } }';

/** The credit query as it is answered everywhere: by a function of its own, with quota, log and receipt. */
export function creditSuite(open: () => Promise<HttpPlace>): void {
  const ask = async (subject: string, tier?: Tier) => (await open()).api(tier).post(question, { subject });

  test('a code that nobody knows is not found, and the query has its receipt', async () => {
    const place = await open();
    const { status, headers, body } = await ask(subjects.other);
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(body.data.creditReport).toMatchObject({ __typename: 'CreditNotFound', subject: subjects.other });
    const { id } = body.data.creditReport.receipt;
    const receipt = await place.api().post('query ($id: ID!) { receipt(id: $id) { id leafHash issuedAt } }', { id });
    expect(receipt.body.data.receipt).toMatchObject({ id, leafHash: expect.stringMatching(/^[\w+/]{43}=$/) });
  });

  test('a sole trader is closed to callers without a key, not to others', async () => {
    expect((await ask(subjects.trader)).body.data.creditReport).toMatchObject({
      __typename: 'CreditRefused',
      reason: 'SOLE_TRADER',
    });
    expect((await ask(subjects.trader, 'REGISTERED')).body.data.creditReport.__typename).toBe('CreditNotFound');
  });

  test('a quota is spent by one query, and told', async () => {
    const { api } = await (await open()).admit('REGISTERED');
    const left = async () => (await api.post(quota)).body.data.myAccess.limits.credit;
    const before = await left();
    await api.post(question, { subject: subjects.other });
    expect(await left()).toMatchObject({ perDay: before.perDay, remaining: before.remaining - 1 });
  });

  test('a query that is asked again under its name is paid once, and no other takes that name', async () => {
    const key = { 'idempotency-key': `"${randomUUID()}"` };
    const client = (await (await open()).admit('REGISTERED')).api;
    for (const api of [client, (await open()).api()]) {
      // Told in time until all is there again: it comes back as it goes by, and what remains may be one more meanwhile.
      const paidUntil = async (): Promise<number> => {
        const { perDay, resetAt } = (await api.post(quota)).body.data.myAccess.limits.credit;
        return (Date.parse(resetAt) * perDay) / 86_400_000;
      };
      await api.post(question, { subject: subjects.other }); // from here on something is missing
      const before = await paidUntil();
      const first = (await api.post(question, { subject: subjects.other }, key)).body.data.creditReport;
      const again = (await api.post(question, { subject: subjects.other }, key)).body.data.creditReport;
      expect(again.receipt).toEqual(first.receipt);
      expect(first.receipt.id).toMatch(/^[0-9a-f]{44}$/);
      const other = await api.post(question, { subject: subjects.body }, key);
      expect([other.codes, other.body.data]).toEqual([['BAD_REQUEST'], null]);
      expect((await paidUntil()) - before).toBeCloseTo(1, 3);
    }
  });

  test('an enterprise watches organisations, and asks about many at once', async () => {
    const { api } = await (await open()).admit('ENTERPRISE');
    const list = [subjects.other, subjects.body];
    const watched = await api.post('mutation ($list: [CreditCode!]!) { watch(subjects: $list) { count subjects } }', {
      list,
    });
    expect(watched.body.data.watch).toEqual({ count: 2, subjects: [...list].sort() });
    const gone = await api.post('mutation ($list: [CreditCode!]!) { unwatch(subjects: $list) { count } }', { list });
    expect(gone.body.data.unwatch.count).toBe(0);
    const batch = `query ($list: [CreditCode!]!) { creditReports(subjects: $list, purpose: LENDING, reference: "Suite") {
      ... on CreditNotFound { subject receipt { id } } } }`;
    const reports = (await api.post(batch, { list })).body.data.creditReports;
    expect(reports.map(({ subject }: { subject: string }) => subject)).toEqual(list);
    expect(new Set(reports.map(({ receipt }: { receipt: { id: string } }) => receipt.id)).size).toBe(2);
  });

  describe('what is refused', () => {
    test('the number of an identity card, unread and not repeated', async () => {
      const { status, codes, text } = await ask('11010519491231002X');
      expect([status, codes, text.includes('1949')]).toEqual([400, ['PERSON_DATA'], false]);
    });

    test('two queries in one operation, a log that is another’s, a wrong code', async () => {
      const api = (await open()).api('REGISTERED');
      const one = `creditReport(subject: "${subjects.other}", purpose: SELF) { __typename }`;
      expect((await api.post(`{ a: ${one} b: ${one} }`)).codes).toEqual(['BAD_REQUEST']);
      expect((await api.post(`{ creditQueryLog(subject: "${subjects.other}") { totalCount } }`)).codes).toEqual([
        'FORBIDDEN',
      ]);
      expect((await ask('91350100M000100Y42')).codes).toEqual(['BAD_CODE']);
    });
  });
}
