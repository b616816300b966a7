import { expect, test } from 'vitest';
import { remoteLog } from '../../functions/local/log-origin.ts';
import { auditLog } from '../../schema/evidence/audit-log.ts';
import { openCheckpoint } from '../../schema/evidence/checkpoint.ts';
import { entriesSource, tilesSource } from '../../schema/evidence/leaf-source.ts';
import { checkReceipt } from '../../schema/evidence/receipt.ts';
import { parseVerifierLine, type Verifier } from '../../schema/evidence/signed-note.ts';
import { subjects } from '../builders/credit-rows.ts';
import { apiClient } from '../harness/client.ts';
import type { Deployment } from '../harness/deployment.ts';
import { invoke } from '../harness/invoke.ts';
import type { HttpPlace } from '../suite/place.ts';

/** The evidence log of a deployment that holds publications: sequenced on demand, served, and verified as anyone could. */
export function evidenceSuite(deployment: () => Deployment, place: () => HttpPlace): void {
  test('publications are in the log, and anyone can verify it', async () => {
    const { url, store } = deployment();
    const size = await sequence(deployment());
    const log = remoteLog(`${url}/evidence`);
    const checkpoint = openCheckpoint((await log.text('checkpoint')) ?? '', await keysOf(deployment()));
    if (!checkpoint.ok) throw new Error(checkpoint.reason);
    expect(checkpoint.value.size).toBe(size);
    const edition = await store.editions.latest('GOVERNMENT');
    expect(size).toBeGreaterThanOrEqual(edition?.number ?? 1);
    const sources = [entriesSource(log.read), tilesSource(log.read)];
    expect(await auditLog({ checkpoint: checkpoint.value, sources, read: log.read, seen: [] })).toEqual([]);
  });

  test('a credit query gives a receipt that holds with the public key alone', async () => {
    const { url } = deployment();
    const api = apiClient(url);
    const query = `{ creditReport(subject: "${subjects.company}", purpose: CONTRACT) {
      __typename ... on CreditReport { statements { totalCount } receipt { id } } } }`;
    const report = (await api.post(query)).body.data.creditReport;
    expect(report).toMatchObject({ __typename: 'CreditReport', statements: { totalCount: 2 } });
    const { id } = report.receipt;
    const receiptOf = async () =>
      (await api.post(`{ receipt(id: "${id}") { id leafHash index checkpoint inclusionProof issuedAt } }`)).body.data
        .receipt;
    expect((await receiptOf()).id).toBe(id);
    await sequence(deployment());
    expect(checkReceipt(await receiptOf(), await keysOf(deployment()))).toMatchObject({ ok: true });
  });

  test('what is in the log is listed and opened to those entitled, as it was before it had its place', async () => {
    const subject = subjects.company;
    const [own, asker] = [await place().admit('REGISTERED', subject), await place().admit('ENTERPRISE')];
    const query = `{ creditReport(subject: "${subject}", purpose: LENDING, reference: "Placed") {
      ... on CreditReport { receipt { id } } } }`;
    const { id } = (await asker.api.post(query)).body.data.creditReport.receipt;
    const shown = 'id index openings { fields { field value } }';
    const ask = async () => {
      const { body, codes } = await own.api.post(
        `{ creditQueryLog(subject: "${subject}", first: 1) { totalCount nodes { purpose caller receipt { ${shown} } } } }`,
      );
      expect(codes).toEqual([]);
      return body.data.creditQueryLog;
    };
    const publications = async () => {
      const list = `{ publicationReceipts(first: 1) { totalCount nodes { ${shown} } } }`;
      return (await place().api('GOVERNMENT').post(list)).body.data.publicationReceipts;
    };
    const [waiting, published] = [await ask(), await publications()];
    await sequence(deployment());
    const placed = await ask();
    const receipt = { id, openings: { fields: expect.arrayContaining([{ field: 'purpose', value: '"LENDING"' }]) } };
    expect(waiting.nodes).toMatchObject([{ purpose: 'LENDING', caller: 'A ENTERPRISE', receipt }]);
    expect(placed.nodes).toMatchObject([{ ...waiting.nodes[0], receipt: { ...receipt, index: expect.any(Number) } }]);
    expect(placed.totalCount).toBe(waiting.totalCount);
    expect(await publications()).toEqual(published);
    expect(published.nodes[0].openings.fields).toContainEqual({ field: 'kind', value: '"PUBLICATION"' });
    const whole = (await asker.api.post(`{ receipt(id: "${id}") { ${shown} } }`)).body.data.receipt;
    expect(whole.openings.fields).toContainEqual({ field: 'reference', value: '"Placed"' });
  });
}

/** Asks the sequencer to go on now; answers the size of the log. */
async function sequence(deployment: Deployment): Promise<number> {
  return ((await invoke(deployment, 'sequence')) as { readonly size: number }).size;
}

async function keysOf({ url }: Deployment): Promise<readonly Verifier[]> {
  const lines = ((await remoteLog(`${url}/evidence`).text('key')) ?? '').trim().split('\n');
  return lines.map((line) => {
    const parsed = parseVerifierLine(line);
    if (!parsed.ok) throw new Error(parsed.reason);
    return parsed.value;
  });
}
