import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { parseRows } from '../../functions/publish/parse-rows.ts';
import { readRows } from '../../functions/publish/read-rows.ts';
import type { KeyedText } from '../../functions/publish/sorting/keyed-text.ts';
import { decodePage, encodePage } from '../../functions/publish/sorting/page.ts';
import { codeOfKey } from '../../schema/publication/class-rows.ts';
import { findingsUpTo } from '../../schema/publication/findings.ts';
import { registerOf } from '../../schema/registers/index.ts';
import { sourceOf } from '../../schema/registers/sources.ts';
import { buildings, csv, house } from '../builders/publication-city.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Megabytes that what `work` answers holds on to. */
async function megabytesKept<Answer>(work: () => Promise<Answer> | Answer): Promise<[number, Answer]> {
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const answer = await work();
  collectGarbage();
  return [(process.memoryUsage().heapUsed - before) / 2 ** 20, answer];
}

test('codes that are kept of sorted pages do not keep the pages', async () => {
  const page = (number: number): KeyedText[] =>
    Array.from({ length: 250 }, (_, index) => [
      `4403040010010100001${String(number * 250 + index).padStart(6, '0')} 2018-01-01`,
      `"${'房'.repeat(number % 2)}${'x'.repeat(1_000)}"`,
    ]);
  const [kept, codes] = await megabytesKept(() =>
    Array.from({ length: 100 }, (_, number) => {
      const [[key] = ['']] = decodePage(new Uint8Array(encodePage(page(number))));
      return codeOfKey(key);
    }),
  );
  expect(codes[99]).toBe('4403040010010100001024750');
  expect(kept).toBeLessThan(5); // of 36
});

test('codes that are kept of a file do not keep the file', async () => {
  const [building] = buildings;
  const row = (number: number, columns: object) => ({ ...house(building?.code ?? '', number), ...columns });
  async function* file() {
    for (let number = 0; number < 20_000; number += 100) {
      const rows = Array.from({ length: 100 }, (_, index) =>
        row(number + index, {
          room: 'x'.repeat(1_000),
          replaces: index === 0 ? house(building?.code ?? '', number + index + 100_000).code : '',
          use: index === 1 ? 'CASTLE' : 'RESIDENTIAL',
        }),
      );
      yield Buffer.from(csv('houses', rows).replace(/^.*\n/, number === 0 ? '$&' : ''));
    }
  }
  const [kept, parsed] = await megabytesKept(() =>
    parseRows({
      ...{ register: registerOf('HOUSES'), source: sourceOf.HOUSES, batches: readRows(file(), 'houses.csv') },
      ...{ effective: 20_000, ignoreUnknown: false, findings: findingsUpTo(1), onProgress: () => {} },
      sorter: { add: async () => {} } as never,
    }),
  );
  expect([parsed.rows, parsed.rejectedCodes.size, parsed.replacements.length]).toEqual([20_000, 200, 200]);
  expect(kept).toBeLessThan(5); // of 20
});
