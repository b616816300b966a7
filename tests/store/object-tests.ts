import { expect, test } from 'vitest';
import type { OpenFresh } from './store-suite.ts';

/** Laws of ObjectStore. */
export function objectTests(openFresh: OpenFresh): void {
  test('an object put is read as it was, replaced by the next, and absent before', async () => {
    const { store, again } = await openFresh();
    const name = 'houses/2026 福田 #1.csv.report.json';
    expect(await store.objects.get(name)).toBe(null);
    await store.objects.put(name, Buffer.from('one'));
    await store.objects.put(name, Buffer.from('two'));
    expect(Buffer.from((await (await again()).objects.get(name)) ?? []).toString()).toBe('two');
    expect(await store.objects.get(`${name}/beneath`)).toBe(null);
  });

  test('a reader sees one whole object while another writes it', async () => {
    const { store } = await openFresh();
    const [one, two] = [Buffer.alloc(200_000, 1), Buffer.alloc(100_000, 2)];
    await store.objects.put('exports/houses', one);
    const write = async () => {
      for (let round = 0; round < 10; round++) await store.objects.put('exports/houses', round % 2 === 0 ? two : one);
    };
    let done = false;
    const writing = write().finally(() => {
      done = true;
    });
    while (!done) {
      const seen = Buffer.from((await store.objects.get('exports/houses')) ?? []);
      expect(seen.equals(one) || seen.equals(two)).toBe(true);
    }
    await writing;
  });

  test('no name leaves the store', async () => {
    const { store } = await openFresh();
    for (const name of ['', '..', '../out', 'a/../../out', '/etc/passwd', 'a//b', 'a/.'])
      await expect(store.objects.put(name, new Uint8Array())).rejects.toThrow(`Cannot name object "${name}"`);
  });
}
