import { describe, expect, test } from 'vitest';
import type { BlockReader, Edition } from '../../schema/ports.ts';
import { tiers } from '../../schema/privacy/tier.ts';
import { classOfTree, densityOfTree } from '../../schema/publication/next-editions.ts';
import type { StoredRow } from '../../schema/registers/register.ts';
import type { RegisterName } from '../../schema/registers/register-name.ts';
import type { TreeRoot } from '../../schema/tree/block.ts';
import { build } from '../../schema/tree/build.ts';
import type { Entry } from '../../schema/tree/entry.ts';
import { scan } from '../../schema/tree/scan.ts';
import { type MemoryPublication, memoryCity } from '../builders/edition.ts';
import { csv, houses } from '../builders/publication-city.ts';
import { type HistoryStep, history } from '../builders/publication-history.ts';
import { afterFile, type Model } from '../harness/publishing-model.ts';
import { blocksOf, type PublishingStore, publishingStore, rowsIn } from '../harness/publishing-store.ts';

const seeds = Array.from({ length: 50 }, (_, index) => 1_000 + index);

describe('a made-up history of publications', () => {
  test.each(seeds)('ends as the rules read plainly, tree for tree: %d', async (seed) => {
    await using city = publishingStore();
    await city.publishCity();
    const states: MemoryPublication[] = [];
    const keep = async (register: RegisterName, rows?: readonly StoredRow[]) => {
      const at = new Date(Date.UTC(2026, 0, 1, 0, 0, states.length + 1)).toISOString();
      states.push({ register, rows: rows ?? (await rowsIn(city.store, register)), at });
    };
    for (const register of ['DIVISIONS', 'GRIDS', 'BUILDINGS'] as const) await keep(register);
    let model: Model = afterFile(new Map(), houses, '2026-01-01');
    await keep('HOUSES', [...model.values()].flat());
    for (const step of history(seed, 5)) {
      await publishStep(city, step);
      if (step.register === 'HOUSES') model = afterFile(model, step.rows, step.effective);
      const rows = [...model.values()].flat();
      expect(byKey(await rowsIn(city.store, 'HOUSES'))).toEqual(byKey(rows));
      await keep(step.register, step.register === 'HOUSES' ? rows : undefined);
    }
    const naive = await memoryCity(states);
    for (const tier of tiers) {
      const edition = await city.store.editions.latest(tier);
      const expected = await naive.editions.latest(tier);
      expect(edition?.number).toBe(expected?.number);
      for (const register of ['BUILDINGS', 'HOUSES'] as const)
        await expectSame(register, [edition, city.store.blocks], [expected, naive.blocks]);
    }
  });
});

async function publishStep(city: PublishingStore, { register, rows, effective }: HistoryStep): Promise<void> {
  const source = csv(register === 'HOUSES' ? 'houses' : 'buildings', rows);
  const report = await city.publish(register, source, {
    effective,
    maxRejected: 1,
    allowRetirements: true,
    sortMemory: 2_000,
  });
  const reasons = new Set(report.findings.map(({ reason }) => reason));
  expect([...reasons].filter((reason) => !['DUPLICATE_KEY', 'REINSTATED', 'PREFIX_DIFFERS'].includes(reason))).toEqual(
    [],
  );
  const { inserted, updated, unchanged, rejected, published } = report;
  expect(published).toBe(true);
  expect(report.rows - inserted - updated - unchanged - rejected).toBeGreaterThanOrEqual(0); // what is left states retirements
  const again = await city.publish(register, source, { effective, maxRejected: 1, allowRetirements: true });
  expect([again.blocksWritten, again.edition, again.inserted, again.updated, again.retired]).toEqual([
    0,
    report.edition,
    0,
    0,
    0,
  ]);
}

function byKey(rows: readonly StoredRow[]): StoredRow[] {
  return rows.toSorted((one, other) => (`${one.code} ${one.validFrom}` < `${other.code} ${other.validFrom}` ? -1 : 1));
}

type Side = readonly [edition: Edition | null, blocks: BlockReader];

/** Rows, superseded rows and orders are those of the naive side, and the trees those that a build from scratch makes. */
async function expectSame(register: RegisterName, real: Side, naive: Side): Promise<void> {
  const [edition, expected] = [real[0]?.registers[register], naive[0]?.registers[register]];
  expect([edition?.seq, edition?.layout]).toEqual([expected?.seq, expected?.layout]);
  expect(Object.keys(edition?.trees ?? {}).sort()).toEqual(Object.keys(expected?.trees ?? {}).sort());
  for (const [tree, root] of Object.entries(edition?.trees ?? {})) {
    const entries = await entriesOf(tree, root, real);
    expect(entries, `${register} ${tree}`).toEqual(await entriesOf(tree, expected?.trees[tree] ?? null, naive));
    expect((await build(entries, () => undefined, densityOfTree(tree)))?.hash).toBe(root?.hash);
  }
}

async function entriesOf(tree: string, root: TreeRoot | null, [, blocks]: Side): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of scan(root, {}, blocksOf({ blocks })(classOfTree(tree)))) entries.push(entry);
  return entries;
}
