import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reportFailure } from '../../functions/publish/steps/fail.ts';
import type { StepPorts, StepStore } from '../../functions/publish/steps/step-ports.ts';
import { folderObjects } from '../../functions/store/folder-objects.ts';
import type { Store } from '../../schema/ports.ts';
import type { PublicationReport } from '../../schema/publication/finding.ts';
import { building, buildings, csv, house, houses } from '../builders/publication-city.ts';
import { memoryWork, publishInSteps, runMachine, sourceWith, tinySizes } from '../harness/publishing-steps.ts';
import { type PublishingStore, publishingStore, rootsOf } from '../harness/publishing-store.ts';

const startedAt = Date.UTC(2026, 0, 1, 12);
const always = { ...tinySizes, standing: -1 };
/** Changes every house, all its orders and every class of its fields; some houses are new, one row is at fault. */
const changed = csv('houses', [
  ...houses.map((row, at) => ({ ...row, building: buildings[(at + 1) % 6]?.code ?? '', floorArea: `${80 + at}` })),
  ...Array.from({ length: 30 }, (_, at) => house(buildings[at % 6]?.code ?? '', 100 + at)),
  { ...house(buildings[0]?.code ?? '', 999), use: 'CASTLE' },
]);
const file = (text: string, key = 'incoming/houses/a.csv') => ({ key, bytes: Buffer.from(text), startedAt });

async function inCity(act: (city: PublishingStore) => Promise<void>): Promise<void> {
  await using city = publishingStore();
  await city.publishCity();
  await act(city);
}

async function stateAfterWhole(): Promise<{ readonly roots: unknown; readonly report: PublicationReport }> {
  let state = { roots: null as unknown, report: {} as PublicationReport };
  await inCity(async ({ store }) => {
    const report = await publishInSteps(file(changed), store, { sizes: always });
    state = { roots: await rootsOf(store), report };
  });
  return state;
}

/** A store and work whose calls fail from a moment on, as those of a process that is killed. */
function mortal(ports: StepPorts, life: { calls: number }): StepPorts {
  const guard = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, name) {
        const member = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...words: unknown[]) => {
          life.calls -= 1;
          // Half of what is killed was killed after the call had taken effect.
          if (life.calls === 0) return member.apply(target, words).then(() => Promise.reject(new Error('killed')));
          return life.calls < 0 ? Promise.reject(new Error('killed')) : member.apply(target, words);
        };
      },
    });
  const { blocks, editions, objects, creditEditions } = ports.store;
  const store: StepStore = {
    blocks: guard(blocks),
    editions: guard(editions),
    objects: guard(objects),
    creditEditions,
  };
  return { ...ports, store, work: guard(ports.work) };
}

describe('a publication in steps', () => {
  test('whose steps are killed anywhere and tried again ends as one that was left alone', async () => {
    const wanted = await stateAfterWhole();
    let kills = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 30, maxLength: 30 }), async (lives) => {
        await inCity(async ({ store }) => {
          const before = await rootsOf(store);
          const left = [...lives];
          const life = { calls: 0 };
          const report = await publishInSteps(file(changed), store, {
            sizes: always,
            wrap: (ports) => mortal(ports, life),
            async run(name, step) {
              for (;;) {
                life.calls = left.pop() ?? Number.POSITIVE_INFINITY;
                try {
                  return await step();
                } catch (error) {
                  if (!(error instanceof Error && error.message.includes('killed'))) throw error;
                  kills += 1;
                  if (name !== 'join') expect(await rootsOf(store)).toEqual(before);
                }
              }
            },
          });
          expect(await rootsOf(store)).toEqual(wanted.roots);
          expect(report).toEqual(wanted.report);
        });
      }),
      { seed: 31, numRuns: 12 },
    );
    expect(kills).toBeGreaterThan(60);
  });

  test.each([
    ['join', always],
    ['whole', { ...tinySizes, part: 1e6, standing: 1e6 }],
  ])(
    'whose step %s is killed at each of its calls, before or after it took effect, ends as one that was left alone',
    async (step, sizes) => {
      let wanted: { readonly roots: unknown; readonly report: PublicationReport } | null = null;
      let kills = 0;
      for (let call = Number.POSITIVE_INFINITY; ; call = wanted === null ? call : kills + 1) {
        let killed = false;
        await inCity(async ({ store }) => {
          const before = await rootsOf(store);
          const life = { calls: Number.POSITIVE_INFINITY };
          const report = await publishInSteps(file(changed), store, {
            sizes,
            wrap: (ports) => mortal(ports, life),
            async run(name, work) {
              if (name !== step) return work();
              life.calls = call;
              const first = await work().catch((error: Error) => error);
              life.calls = Number.POSITIVE_INFINITY;
              if (!(first instanceof Error)) return first;
              expect(first.message).toContain('killed');
              killed = true;
              const left = await rootsOf(store);
              if (!isDeepStrictEqual(left, wanted?.roots)) expect(left).toEqual(before);
              return work();
            },
          });
          const state = { roots: await rootsOf(store), report };
          wanted ??= state;
          expect(state).toEqual(wanted);
        });
        if (killed) kills += 1;
        else if (call !== Number.POSITIVE_INFINITY) break;
      }
      expect(kills).toBeGreaterThan(10);
    },
    240_000,
  );

  test('at once is left as it is when it is tried again, report and all', async () => {
    await inCity(async ({ store }) => {
      const twice = { run: async <A>(_name: string, step: () => Promise<A>) => step().then(step) };
      const report = await publishInSteps(file(changed), store, {
        sizes: { ...tinySizes, part: 1e6, standing: 1e6 },
        ...twice,
      });
      expect(report).toMatchObject({ inserted: 30, updated: 24, rejected: 1, published: true });
    });
  });

  test('on trial is reported in full and shows nothing, at once and in parts', async () => {
    await inCity(async ({ store }) => {
      const before = await rootsOf(store);
      for (const sizes of [always, { ...tinySizes, part: 1e6, standing: 1e6 }]) {
        const report = await publishInSteps({ ...file(changed), metadata: { 'dry-run': 'true' } }, store, { sizes });
        expect(report).toMatchObject({ dryRun: true, published: false, inserted: 30, updated: 24, rejected: 1 });
        expect(await rootsOf(store)).toEqual(before);
      }
    });
  });

  test('that loses the race begins again on the new editions, with the new orders', async () => {
    await using expected = publishingStore();
    await expected.publishCity();
    const moved = buildings.map((row, at) =>
      at === 0 ? { ...building(row.code?.slice(0, 14) ?? '', 1), name: 'new' } : row,
    );
    await expected.publish('BUILDINGS', csv('buildings', moved));
    await publishInSteps(file(changed), expected.store, { sizes: always });
    await inCity(async ({ publish, store }) => {
      let joins = 0;
      await publishInSteps(file(changed), store, {
        sizes: always,
        async run(name, step) {
          if (name === 'join') joins += 1;
          if (name === 'join' && joins === 1) await publish('BUILDINGS', csv('buildings', moved));
          return step();
        },
      });
      expect(joins).toBe(2);
      expect(await rootsOf(store)).toEqual(await rootsOf(expected.store));
    });
  });

  test('beside another one of the same register: one after the other, whoever is first', async () => {
    await inCity(async ({ store }) => {
      const other = csv('houses', [...houses, house(buildings[5]?.code ?? '', 777)]);
      const reports = await Promise.all([
        publishInSteps(file(other, 'incoming/houses/b.csv'), store, { sizes: always }),
        publishInSteps({ ...file(other, 'incoming/houses/c.csv'), startedAt: startedAt + 1 }, store, { sizes: always }),
      ]);
      expect(reports.map(({ published }) => published)).toEqual([true, true]);
      expect(reports.map(({ inserted }) => inserted).sort()).toEqual([0, 1]);
      expect(reports.map(({ unchanged }) => unchanged).sort()).toEqual([24, 25]);
    });
  });

  test('whose step fails for good shows nothing, and says so in a report', async () => {
    await inCity(async ({ store, folder }) => {
      const before = await rootsOf(store);
      const ports = portsOver(store, folder, changed);
      const upload = { id: 'failing', key: 'incoming/houses/a.csv', version: null, startedAt };
      const failing = runMachine(upload, ports, {
        async run(name, step) {
          if (name === 'build') throw new TypeError('a value that no report may hold');
          return step();
        },
      });
      await expect(failing).rejects.toThrow(TypeError);
      expect(await reportFailure({ ...upload, error: 'TypeError' }, ports)).toMatchObject({ published: false });
      expect(await rootsOf(store)).toEqual(before);
      const report = await reportIn(store, 'houses/a.csv');
      expect(report).toMatchObject({ published: false, refused: true, edition: 4, findings: [{ reason: 'FAILED' }] });
      expect(JSON.stringify(report)).not.toContain('a value');
    });
  });

  test('that moved and failed afterwards is reported as what it is', async () => {
    await inCity(async ({ store, folder }) => {
      const ports = portsOver(store, folder, changed);
      const upload = { id: 'late', key: 'incoming/houses/a.csv', version: null, startedAt };
      const objects = { ...store.objects, put: () => Promise.reject(new Error('no space')) };
      const failing = runMachine(upload, { ...ports, store: { ...store, objects } });
      await expect(failing).rejects.toThrow('no space');
      expect(await reportFailure({ ...upload, error: 'Error' }, ports)).toMatchObject({ published: true });
      expect(await reportIn(store, 'houses/a.csv')).toMatchObject({ published: true, inserted: 30 });
    });
  });
});

describe('an upload that is at fault', () => {
  const bad = [
    ['an unknown register', 'incoming/castles/a.csv', changed, 'must be one of divisions, grids'],
    ['an empty object', 'incoming/houses/a.csv', '', 'is empty'],
    ['a gzip of nothing', 'incoming/houses/a.csv.gz', gzipSync(''), 'is empty'],
    ['a gzip of 0 bytes', 'incoming/houses/a.csv.gz', '', 'is empty'],
    ['a gzip that ends early', 'incoming/houses/a.csv.gz', gzipSync(changed).subarray(0, -20), 'ends inside'],
    ['a quote that is not closed', 'incoming/houses/a.csv', `${changed}"`, 'ends inside'],
  ] as const;
  test.each(bad)('%s: refused in a report, nothing changed', async (_name, key, bytes, message) => {
    await inCity(async ({ store }) => {
      const before = await rootsOf(store);
      for (const sizes of [tinySizes, always]) {
        const report = await publishInSteps({ key, bytes: Buffer.from(bytes), startedAt }, store, { sizes });
        expect(report).toMatchObject({ published: false, refused: true });
        expect(report.findings.at(-1)?.message).toContain(message);
        expect(await rootsOf(store)).toEqual(before);
      }
    });
  });

  test.each([
    ['district', '4403'],
    ['effective', 'soon'],
    ['strict', 'perhaps'],
  ])('metadata %s that cannot be read', async (name, value) => {
    await inCity(async ({ store }) => {
      const report = await publishInSteps({ ...file(changed), metadata: { [name]: value } }, store);
      expect(report).toMatchObject({ published: false, refused: true });
      expect(report.findings[0]?.message).toContain(`"${value}"`);
    });
  });

  test('a key that is no file, or an object that is gone, is nothing', async () => {
    await inCity(async ({ store, folder }) => {
      const ports = portsOver(store, folder, changed);
      for (const key of ['incoming/houses/', 'incoming/houses', 'elsewhere/houses/a.csv', 'incoming/houses/gone.csv'])
        await runMachine({ id: `none ${key.length}`, key, version: null, startedAt }, ports);
      expect(await store.objects.get('reports/houses/a.csv.report.json')).toBe(null);
    });
  });
});

test('work in a folder is as good as in memory', async () => {
  const wanted = await stateAfterWhole();
  const folder = mkdtempSync(join(tmpdir(), 'basegrid-work-'));
  await inCity(async ({ store }) => {
    const report = await publishInSteps(file(changed), store, { sizes: always, work: folderObjects(folder) });
    expect([await rootsOf(store), report]).toEqual([wanted.roots, wanted.report]);
  });
  rmSync(folder, { recursive: true });
});

function portsOver(store: Store, folder: string, text: string): StepPorts {
  const sources = sourceWith(file(text));
  return { ...{ store, folder, sources, sizes: always }, work: memoryWork(), clock: () => startedAt };
}

async function reportIn(store: Store, place: string): Promise<PublicationReport> {
  const bytes = await store.objects.get(`reports/${place}.report.json`);
  return JSON.parse(Buffer.from(bytes ?? []).toString());
}
