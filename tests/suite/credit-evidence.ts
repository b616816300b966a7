import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { subjects } from '../builders/credit-rows.ts';
import { story } from '../builders/sample-editions.ts';
import type { ApiClient } from '../harness/client.ts';
import { type ShownReceipt, shownBy } from '../harness/shown-by.ts';
import type { HttpPlace } from './place.ts';

const subject = subjects.body;
const receipt = 'id leafHash issuedAt openings { leaf fields { field value salt commitment } }';
const question = `query ($reference: String) { creditReport(subject: "${subject}", purpose: LENDING, reference: $reference) {
  ... on CreditNotFound { receipt { ${receipt} } } } }`;
const byId = `query ($id: ID!) { receipt(id: $id) { ${receipt} } }`;
const log = (args = 'first: 10') => `{ creditQueryLog(subject: "${subject}", ${args}) {
  totalCount nodes { purpose tier caller receipt { ${receipt} } } pageInfo { hasNextPage endCursor } } }`;

/** What queries, publications and reads of authorities leave behind, opened to those entitled: while it waits for the log, and in it. */
export function creditEvidenceSuite(open: () => Promise<HttpPlace>): void {
  const receiptFor = async (api: ApiClient, id: string): Promise<ShownReceipt> => {
    const { body, codes } = await api.post(byId, { id });
    expect(codes).toEqual([]);
    return body.data.receipt;
  };

  test('the organisation asked about sees with its own key who asked why, and not in what matter', async () => {
    const place = await open();
    const [own, asker] = [await place.admit('REGISTERED', subject), await place.admit('ENTERPRISE')];
    const countOf = async () => (await own.api.post(log())).body.data.creditQueryLog.totalCount;
    const before = await countOf();
    const reference = `Matter ${randomUUID()}`;
    const ids: string[] = [];
    for (let query = 0; query < 2; query++)
      ids.push((await asker.api.post(question, { reference })).body.data.creditReport.receipt.id);
    expect(await countOf()).toBe(before + 2);

    const nodes: { readonly receipt: ShownReceipt }[] = [];
    for (let args = 'first: 1'; nodes.length < 2; ) {
      const { body, codes, text } = await own.api.post(log(args));
      expect(codes).toEqual([]);
      expect(text).not.toContain(reference);
      const page = body.data.creditQueryLog;
      nodes.push(...page.nodes);
      args = `first: 1, after: "${page.pageInfo.endCursor}"`;
    }
    expect(nodes.map(({ receipt: { id } }) => id).sort()).toEqual([...ids].sort());
    const told = { purpose: 'LENDING', tier: 'ENTERPRISE', caller: 'A ENTERPRISE' };
    for (const node of nodes) {
      expect(node).toMatchObject(told);
      const shown = { ...told, kind: 'CREDIT_QUERY', subject, at: expect.any(String) };
      expect(shownBy(node.receipt)).toEqual(shown);
      expect(shownBy(await receiptFor(own.api, node.receipt.id))).toEqual(shown);
    }
    expect((await asker.api.post(log())).codes).toEqual(['FORBIDDEN']);
    expect((await place.api().post(log())).codes).toEqual(['FORBIDDEN']);
  });

  test('a query is opened whole to the client who asked, and to no other', async () => {
    const place = await open();
    const { api } = await place.admit('ENTERPRISE');
    const reference = `Matter ${randomUUID()}`;
    const answer: ShownReceipt = (await api.post(question, { reference })).body.data.creditReport.receipt;
    expect(shownBy(answer)).toMatchObject({ subject, reference, purpose: 'LENDING', tier: 'ENTERPRISE' });
    expect(await receiptFor(api, answer.id)).toEqual(answer);
    for (const tier of ['PUBLIC', 'REGISTERED', 'ENTERPRISE', 'GOVERNMENT'] as const)
      expect(await receiptFor(place.api(tier), answer.id)).toMatchObject({ id: answer.id, openings: null });
  });

  test('what an authority read of persons is opened to it alone', async () => {
    const place = await open();
    const { body } = await place.api('GOVERNMENT').post(`{ house(code: "${story.measured}") { rented } }`);
    const { id } = body.extensions.receipt;
    expect(shownBy(await receiptFor(place.api('GOVERNMENT'), id))).toMatchObject({ fields: ['House.rented'] });
    const other = await place.admit('GOVERNMENT');
    for (const api of [other.api, place.api('ENTERPRISE'), place.api()])
      expect((await receiptFor(api, id)).openings).toBeNull();
  });

  test('publications are listed, and opened, to authorities alone', async () => {
    const place = await open();
    const list = (args: string) =>
      `{ publicationReceipts(${args}) { totalCount nodes { ${receipt} } pageInfo { hasNextPage endCursor } } }`;
    const { body, codes } = await place.api('GOVERNMENT').post(list('first: 1'));
    expect(codes).toEqual([]);
    const { totalCount, nodes, pageInfo } = body.data.publicationReceipts;
    expect(nodes).toHaveLength(1);
    expect(pageInfo.hasNextPage).toBe(totalCount > 1);
    const whole = (await place.api('GOVERNMENT').post(list('first: 100'))).body.data.publicationReceipts.nodes;
    expect(whole).toHaveLength(totalCount);
    const next = (await place.api('GOVERNMENT').post(list(`first: 1, after: "${pageInfo.endCursor}"`))).body.data;
    expect([...nodes, ...next.publicationReceipts.nodes]).toEqual(whole.slice(0, 2));
    const publications = whole.map(shownBy);
    expect(publications.every(({ kind }: { kind: string }) => kind === 'PUBLICATION')).toBe(true);
    expect(publications).toContainEqual(
      expect.objectContaining({ register: 'CREDIT', sourceHash: expect.stringMatching(/^[0-9a-f]{64}$/) }),
    );
    for (const tier of ['PUBLIC', 'REGISTERED', 'ENTERPRISE'] as const) {
      expect((await place.api(tier).post(list('first: 1'))).codes).toEqual(['FORBIDDEN']);
      expect((await receiptFor(place.api(tier), nodes[0].id)).openings).toBeNull();
    }
  });
}
