import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cachedEditions } from '../../functions/store/cached-editions.ts';
import { openSqliteStore } from '../../functions/store/sqlite/open-sqlite-store.ts';
import type { EditionReader, Store } from '../../schema/ports.ts';
import { anEdition, aPublication } from './store-builder.ts';

describe('cachedEditions()', () => {
  let folder = '';
  let store: Store;
  let now = 0;
  let reads: string[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'basegrid-store-'));
    store = openSqliteStore(folder, () => 0);
    now = 5_000_000;
    reads = [];
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  const publish = (number: number) =>
    store.editions.move({
      editions: [anEdition(number)],
      publications: [aPublication(number)],
      report: null,
      leaves: [],
    });
  const cached = () => cachedEditions(noting(store.editions, reads), () => now);

  test('shows a new edition within a second, and reads once in that second', async () => {
    const editions = cached();
    await publish(1);
    expect((await editions.latest('PUBLIC'))?.number).toBe(1);
    await publish(2);
    now += 999;
    expect((await editions.latest('PUBLIC'))?.number).toBe(1);
    now += 1;
    expect(
      (await Promise.all([editions.latest('PUBLIC'), editions.latest('PUBLIC')])).map((edition) => edition?.number),
    ).toEqual([2, 2]);
    expect(reads).toEqual(['latest PUBLIC', 'latest PUBLIC']);
  });

  test('does not hold a failed read', async () => {
    let fails = true;
    const reader = {
      ...store.editions,
      latest: async () => (fails ? Promise.reject(new Error('away')) : anEdition(4)),
    };
    const editions = cachedEditions(reader, () => now);
    await expect(editions.latest('PUBLIC')).rejects.toThrow('away');
    fails = false;
    expect((await editions.latest('PUBLIC'))?.number).toBe(4);
  });

  test('reads an older edition once, and asks again for one that does not stand yet', async () => {
    const editions = cached();
    await publish(1);
    expect(await editions.get('PUBLIC', 1)).toEqual(anEdition(1));
    expect(await editions.get('PUBLIC', 1)).toEqual(anEdition(1));
    expect(await editions.get('PUBLIC', 2)).toBe(null);
    await publish(2);
    expect(await editions.get('PUBLIC', 2)).toEqual(anEdition(2));
    expect(reads).toEqual(['get PUBLIC 1', 'get PUBLIC 2', 'get PUBLIC 2']);
  });

  test('answers for an instant as the store does', async () => {
    const editions = cached();
    for (const number of [1, 2, 3]) await publish(number);
    for (let round = 0; round < 2; round++)
      for (const second of [0, 59, 60, 61, 120, 180, 999]) {
        const instant = new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
        expect(await editions.at('PUBLIC', instant)).toEqual(await store.editions.at('PUBLIC', instant));
      }
    expect(reads.filter((read) => read.startsWith('at PUBLIC 2026-01-01T00:01:01'))).toHaveLength(1);
    await expect(editions.at('PUBLIC', 'yesterday')).rejects.toThrow('Cannot read instant "yesterday"');
  });

  test('shows publications no earlier than their edition, and reads only what is new', async () => {
    const editions = cached();
    const seqs = async (since: number) =>
      (await editions.publications('PUBLIC', 'HOUSES', since)).map(({ seq }) => seq);
    for (const number of [1, 2]) await publish(number);
    expect(await seqs(0)).toEqual([1, 2]);
    await publish(3);
    expect(await seqs(1)).toEqual([2]);
    now += 1000;
    expect(await seqs(1)).toEqual([2, 3]);
    expect(await seqs(3)).toEqual([]);
    expect(reads.filter((read) => read.startsWith('publications'))).toEqual([
      'publications PUBLIC HOUSES 0',
      'publications PUBLIC HOUSES 2',
    ]);
  });

  test('reads publications once for all who ask at once, and anew after a failure', async () => {
    for (const number of [1, 2]) await publish(number);
    let failing = true;
    const publications: EditionReader['publications'] = async (...asked) => {
      reads.push('publications');
      if (failing) throw new Error('away');
      return store.editions.publications(...asked);
    };
    const editions = cachedEditions({ ...store.editions, publications }, () => now);
    const both = () => Promise.allSettled([0, 1].map((since) => editions.publications('PUBLIC', 'HOUSES', since)));
    expect((await both()).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(reads).toEqual(['publications']);
    failing = false;
    const answers = (await both()).map((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    expect(answers.map((records) => records.map(({ seq }) => seq))).toEqual([[1, 2], [2]]);
    expect(reads).toEqual(['publications', 'publications']);
  });

  test('reads an edition once for all who ask at once', async () => {
    for (const number of [1, 2]) await publish(number);
    const editions = cached();
    const [one, other] = await Promise.all([editions.get('PUBLIC', 1), editions.get('PUBLIC', 1)]);
    expect(one).not.toBeNull();
    expect(other).toBe(one);
    expect(reads.filter((read) => read.startsWith('get'))).toEqual(['get PUBLIC 1']);
  });
});

/** The same reader, writing down what it is asked. */
function noting(reader: EditionReader, reads: string[]): EditionReader {
  const note = <Asked extends unknown[], Answer>(name: string, read: (...asked: Asked) => Answer) => {
    return (...asked: Asked): Answer => {
      reads.push([name, ...asked].join(' '));
      return read(...asked);
    };
  };
  return {
    latest: note('latest', reader.latest),
    get: note('get', reader.get),
    at: note('at', reader.at),
    publications: note('publications', reader.publications),
  };
}
