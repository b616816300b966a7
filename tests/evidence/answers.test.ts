import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { advanceLog } from '../../functions/evidence/advance-log.ts';
import type { NewLeaf, SequencedLeaf, StoredLeaf } from '../../schema/evidence/evidence-store.ts';
import { leafEntry, parseLeaf } from '../../schema/evidence/leaf.ts';
import { opensLeaf, parseOpening } from '../../schema/evidence/opening.ts';
import { checkReceipt } from '../../schema/evidence/receipt.ts';
import type { Store } from '../../schema/ports.ts';
import { csv, houses } from '../builders/publication-city.ts';
import { type PublishingStore, publishingStore } from '../harness/publishing-store.ts';
import { testServer } from '../harness/server.ts';
import { queryLeaf, testSigner } from './log-on-disk.ts';

/** All leaves of a store, in the order of the log. */
async function leavesOf({ evidence }: Store): Promise<StoredLeaf[]> {
  while ((await evidence.sequence(1000)) > 0);
  const placed: SequencedLeaf[] = [];
  for (let run = await evidence.run(0); run.length > 0; run = await evidence.run(placed.length)) placed.push(...run);
  return Promise.all(
    placed.map(async ({ id }) => {
      const leaf = await evidence.leaf(id);
      if (leaf === null) throw new Error(`no leaf ${id}`);
      return leaf;
    }),
  );
}

const fieldsOf = ({ opening }: NewLeaf) => parseOpening(opening).fields;
const shownBy = ({ leaf }: NewLeaf) => {
  const parsed = parseLeaf(leafEntry(leaf));
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
};

describe('publications', () => {
  let city: PublishingStore;
  beforeAll(async () => {
    city = publishingStore();
    await city.publishCity();
  });
  afterAll(async () => city[Symbol.asyncDispose]());

  test('leave one leaf each that shows the open root and counts, and commits to the rest', async () => {
    const leaves = await leavesOf(city.store);
    expect(leaves.map((leaf) => shownBy(leaf).open?.register)).toEqual(['DIVISIONS', 'GRIDS', 'BUILDINGS', 'HOUSES']);
    const [last] = leaves.slice(-1);
    if (last === undefined) throw new Error('no leaf');
    const edition = await city.store.editions.latest('PUBLIC');
    const root = edition?.registers.HOUSES?.trees['rows.open'];
    expect(shownBy(last).open).toMatchObject({
      edition: edition?.number,
      seq: 1,
      root: root?.hash,
      rows: houses.length,
      at: edition?.at,
    });
    expect(fieldsOf(last)).toMatchObject({ kind: 'PUBLICATION', register: 'HOUSES', district: null });
    expect(fieldsOf(last).sourceHash).toMatch(/^[0-9a-f]{64}$/);
    expect(opensLeaf(last.leaf, parseOpening(last.opening), shownBy(last).open)).toBe(true);
  });

  test('of nothing new, refused ones and dry runs leave none', async () => {
    const before = (await leavesOf(city.store)).length;
    await city.publish('HOUSES', csv('houses', houses));
    await city.publish('HOUSES', csv('houses', houses.slice(0, 1)));
    await city.publish('HOUSES', csv('houses', houses.slice(0, -1)), { dryRun: true });
    expect(await leavesOf(city.store)).toHaveLength(before);
  });

  test('of restricted fields alone show nothing: their leaf is like that of a query', async () => {
    const changed = houses.map((row, place) => (place === 0 ? { ...row, floorArea: '61.5' } : row));
    await city.publish('HOUSES', csv('houses', changed));
    const [last] = (await leavesOf(city.store)).slice(-1);
    if (last === undefined) throw new Error('no leaf');
    expect(last.leaf.replace(/"sealed":"[^"]{44}"/, '')).toBe(queryLeaf(1).leaf.replace(/"sealed":"[^"]{44}"/, ''));
    expect(fieldsOf(last)).toMatchObject({
      kind: 'PUBLICATION',
      lines: [{ tier: 'ENTERPRISE' }, { tier: 'GOVERNMENT' }],
    });
  });
});

describe('reads of government fields', () => {
  const rented = '{ houses(first: 3) { nodes { code rented } } }';

  test('leave one leaf a request before it is answered; all other requests leave none', async () => {
    await using server = await testServer();
    const [government, enterprise] = [await server.admit('GOVERNMENT'), await server.admit('ENTERPRISE')];
    for (const document of [rented, '{ houses(first: 3) { nodes { code floorArea } } }', '{ catalogue { rows } }']) {
      await enterprise.api.post(document);
      await server.api.post(document);
    }
    await government.api.post('{ houses(first: 3) { nodes { code floorArea } } divisions { totalCount } }');
    await government.api.post(rented, {}, { 'x-dry-run': '1' });
    expect(await leavesOf(server.store)).toEqual([]);
    for (let time = 1; time <= 3; time += 1) {
      const { status, body } = await government.api.post(
        `${rented.slice(0, -1)} again: houses(first: 2) { nodes { rented } } }`,
      );
      expect([status, body.data.houses.nodes.length]).toEqual([200, 3]);
      expect(await leavesOf(server.store)).toHaveLength(time);
    }
    const [leaf] = await leavesOf(server.store);
    if (leaf === undefined) throw new Error('no leaf');
    expect(fieldsOf(leaf)).toMatchObject({
      kind: 'GOVERNMENT_READ',
      tier: 'GOVERNMENT',
      client: government.client.id,
      fields: ['House.rented'],
    });
    expect(shownBy(leaf).open).toBe(null);
    expect(leaf.opening).not.toContain('houses(first');
  });

  test('are named in the answer, so that whoever read has a receipt', async () => {
    await using server = await testServer();
    const { api } = await server.admit('GOVERNMENT');
    const { extensions } = (await api.post(rented)).body;
    const [leaf] = await leavesOf(server.store);
    expect(extensions.receipt).toEqual({ id: leaf?.id });
    const shown = `{ receipt(id: "${extensions.receipt.id}") { id openings { fields { field value } } } }`;
    const told = (await api.post(shown)).body.data.receipt.openings.fields;
    expect(told).toContainEqual({ field: 'fields', value: '["House.rented"]' });
    expect((await server.api.post(shown)).body.data.receipt).toMatchObject({ openings: null });
    expect((await api.post('{ houses(first: 1) { nodes { code } } }')).body.extensions).not.toHaveProperty('receipt');
  });

  test('tell of fields that are only asked by, in the document or in its variables', async () => {
    await using server = await testServer();
    const { api } = await server.admit('GOVERNMENT');
    await api.post('{ houses(filter: { rented: true }) { nodes { code } } }');
    await api.post('query ($filter: HouseFilter) { houses(filter: $filter) { nodes { code } } }', {
      filter: { rented: false },
    });
    const leaves = await leavesOf(server.store);
    expect(leaves.map((leaf) => fieldsOf(leaf).fields)).toEqual([['House.rented'], ['House.rented']]);
  });

  test('are told of the document that was run, not of another one that came with it', async () => {
    await using server = await testServer();
    const { secret } = await server.admit('GOVERNMENT');
    const other = JSON.stringify({ query: '{ catalogue { rows } }' });
    const { body, status } = await getWithBody(
      `${server.url}/graphql?query=${encodeURIComponent(rented)}`,
      secret,
      other,
    );
    expect([status, JSON.parse(body).data.houses.nodes.length]).toEqual([200, 3]);
    const [leaf] = await leavesOf(server.store);
    if (leaf === undefined) throw new Error('no leaf');
    expect(fieldsOf(leaf)).toMatchObject({
      fields: ['House.rented'],
      document: createHash('sha256').update(rented).digest('base64'),
    });
  });

  test('are not answered when the log takes no leaf', async () => {
    const charge = async () => {
      throw Object.assign(new Error('the table is gone'), { name: 'ThrottlingException' });
    };
    await using server = await testServer({ evidence: { charge } });
    const { api } = await server.admit('GOVERNMENT');
    const { status, text, codes } = await api.post(rented);
    expect([status, codes]).toEqual([503, ['UNAVAILABLE']]);
    expect(text).not.toContain('rented');
    expect((await api.post('{ houses(first: 3) { nodes { code } } }')).status).toBe(200);
  });
});

describe('receipts', () => {
  const document = 'query ($id: ID!) { receipt(id: $id) { id leafHash index checkpoint inclusionProof issuedAt } }';

  test('are given to whoever has the id, and hold with the public key alone once the leaf has a place', async () => {
    await using server = await testServer();
    await server.store.evidence.charge({ spends: [], leaves: [1, 2, 3].map(queryLeaf) });
    const { id, issuedAt } = queryLeaf(2);
    const pending = (await server.api.post(document, { id })).body.data.receipt;
    expect(pending).toMatchObject({ id, index: null, checkpoint: null, inclusionProof: null, issuedAt });
    expect(checkReceipt(pending, [testSigner])).toMatchObject({
      ok: false,
      reason: expect.stringContaining('is null'),
    });
    await advanceLog({ ...server.store, signers: [testSigner] });
    const { receipt } = (await server.api.post(document, { id })).body.data;
    expect(receipt).toMatchObject({ id, leafHash: pending.leafHash, index: 1 });
    expect(checkReceipt(receipt, [testSigner])).toMatchObject({
      ok: true,
      value: { index: 1, checkpoint: { size: 3 } },
    });
    for (const [name, value] of [
      ['leafHash', queryHash],
      ['index', 2],
      ['inclusionProof', []],
      ['checkpoint', receipt.checkpoint.replace('3', '4')],
    ])
      expect(checkReceipt({ ...receipt, [String(name)]: value }, [testSigner]).ok).toBe(false);
    expect((await server.api.post(document, { id: 'f'.repeat(44) })).body.data.receipt).toBe(null);
    expect((await server.api.post(document, { id: '../../x' })).body.data.receipt).toBe(null);
  });
});

/** `fetch` sends no body with GET; HTTP does. */
async function getWithBody(url: string, key: string, body: string): Promise<{ status: number; body: string }> {
  const headers = { 'content-type': 'application/json', 'content-length': body.length, 'x-api-key': key };
  const asked = request(url, { method: 'GET', headers }).end(body);
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 0, body: await text(answer) };
}

const queryHash = Buffer.alloc(32, 1).toString('base64');
