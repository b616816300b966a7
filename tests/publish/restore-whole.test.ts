import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AttributeValue, ScanOutput } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { batchPut } from '../../functions/store/dynamodb/batch-write.ts';
import { type Connection, connect } from '../../functions/store/dynamodb/connect.ts';
import { openDynamodbStore } from '../../functions/store/dynamodb/open-dynamodb-store.ts';
import { createTables, type TableNames } from '../../functions/store/dynamodb/tables.ts';
import { folderObjects } from '../../functions/store/folder-objects.ts';
import type { Edition, Store } from '../../schema/ports.ts';
import { tiers } from '../../schema/privacy/tier.ts';
import type { PublicationReport } from '../../schema/publication/finding.ts';
import { classOfTree } from '../../schema/publication/next-editions.ts';
import { scan } from '../../schema/tree/scan.ts';
import { creditCsv, statement } from '../builders/credit-rows.ts';
import { buildings, csv, divisions, geojson, grids, house, houses } from '../builders/publication-city.ts';
import { type DynamodbEngine, dynamodbLocalEngine, dynoxideEngine } from '../harness/dynamodb-engine.ts';
import { outcomeOf, runPublishing } from '../harness/publishing-command.ts';
import { blocksOf, newest } from '../harness/publishing-store.ts';
import { projectFolder } from '../laws/source-files.ts';
import { aStoredClient } from '../store/store-builder.ts';
import { collect } from '../tree/memory-blocks.ts';

type Item = Record<string, AttributeValue>;
type Kind = keyof TableNames;

for (const choice of [dynoxideEngine(), dynamodbLocalEngine()])
  describe(`a deployment on ${choice.name} whose tables are lost`, () => {
    if ('missing' in choice) test.skip(`is not tested: ${choice.missing}`);
    else restoreTests(choice.start);
  });

const changed = houses.map((row, at) => ({
  ...row,
  building: buildings[(at + 1) % 6]?.code ?? '',
  floorArea: `${at}`,
}));
const files = {
  'divisions.csv': csv('divisions', divisions),
  'grids.geojson': geojson(grids),
  'buildings.csv': csv('buildings', buildings),
  'houses.csv': csv('houses', houses),
  'credit.csv': creditCsv([statement('a'), statement('b', { kind: 'HONOUR', severity: null })]),
  'changed.csv': csv('houses', changed),
  'later.csv': csv('houses', [...changed, house(buildings[0]?.code ?? '', 77)]),
};

function restoreTests(start: () => Promise<DynamodbEngine>): void {
  test('goes on from tables that were restored under other names: every edition, every block, clients, the log whole', async () => {
    await using place = await openPlace(start);
    const { publish, evidence, copyTable, dropTables, storeOf } = place;
    for (const name of ['divisions.csv', 'grids.geojson', 'buildings.csv', 'houses.csv', 'credit.csv'] as const)
      await publish('before', name);
    const [standing, early] = [storeOf('before'), connect(place.engine.endpoint, 'early-')];
    await standing.clients.put(aStoredClient('bg1'));
    await createTables(early);
    await copyTable('before', 'early', 'items');
    early.close();
    expect(await evidence('before', 'checkpoint')).toMatchObject({ status: 0 });
    await publish('before', 'changed.csv'); // its leaf waits for its place
    const wanted = await wholeOf(standing);
    // Tables are not restored to the same moment: blocks may be of a later one than the lines that name them.
    await copyTable('before', 'restored', 'items');
    const later = await publish('before', 'later.csv');
    const lost = await wholeOf(standing);
    for (const kind of ['openBlocks', 'restrictedBlocks'] as const) await copyTable('before', 'restored', kind);
    await standing.close();
    await dropTables('before');

    const restored = storeOf('restored');
    expect(await wholeOf(restored)).toEqual(wanted);
    const log = JSON.parse((await evidence('restored', 'verify', '--json')).stdout);
    expect(log).toEqual({ ok: true, size: 6, faults: [] });
    const again = await publish('restored', 'later.csv');
    expect({ ...again, durationMs: 0 }).toEqual({ ...later, durationMs: 0, blocksWritten: again.blocksWritten });
    expect(withoutTimes(await wholeOf(restored))).toEqual(withoutTimes(lost));
    expect(JSON.parse((await evidence('restored', 'verify', '--json')).stdout)).toMatchObject({ ok: true, size: 7 });
    await restored.close();

    // Lines of before a checkpoint that was published: the log does not go on as if it had never been.
    for (const kind of ['openBlocks', 'restrictedBlocks'] as const) await copyTable('restored', 'early', kind);
    const { status, stdout } = await evidence('early', 'verify', '--json');
    expect([status, stdout]).toEqual([1, expect.stringContaining('was rolled back')]);
  }, 360_000);
}

interface Whole {
  readonly editions: readonly Edition[];
  readonly trees: ReadonlyMap<string, readonly unknown[]>;
  readonly others: unknown;
}

/** All that can be read of a store: every edition of every line with all entries of all its trees, and what lies beside. */
async function wholeOf(store: Store): Promise<Whole> {
  const editions: Edition[] = [];
  const trees = new Map<string, readonly unknown[]>();
  for (const tier of tiers) {
    const { number: last } = await newest(store, tier);
    for (let number = 1; number <= last; number++) {
      const edition = await store.editions.get(tier, number);
      if (edition === null) throw new Error(`Cannot find edition ${number} of ${tier}`);
      editions.push(edition);
      for (const { trees: roots } of Object.values(edition.registers))
        for (const [name, root] of Object.entries(roots)) {
          if (root === null || name === 'spatial' || trees.has(root.hash)) continue;
          trees.set(root.hash, await collect(scan(root, {}, blocksOf(store)(classOfTree(name)))));
        }
    }
  }
  const others = [await store.clients.list(), await store.creditEditions.latest()];
  return { editions, trees, others };
}

/** What does not depend on when it was published. */
function withoutTimes({ editions, trees }: Whole): unknown {
  const roots = editions.map(({ tier, number, registers }) => [
    tier,
    number,
    Object.entries(registers).map(([name, { seq, trees: named }]) => [name, seq, named]),
  ]);
  return { roots, trees };
}

interface Place extends AsyncDisposable {
  readonly engine: DynamodbEngine;
  storeOf(prefix: string): Store;
  publish(prefix: string, name: keyof typeof files): Promise<PublicationReport>;
  evidence(prefix: string, ...words: string[]): Promise<{ readonly status: number | null; readonly stdout: string }>;
  copyTable(from: string, to: string, kind: Kind): Promise<void>;
  dropTables(prefix: string): Promise<void>;
}

async function openPlace(start: () => Promise<DynamodbEngine>): Promise<Place> {
  const engine = await start();
  const folder = mkdtempSync(join(tmpdir(), 'basegrid-restore-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const named = (prefix: string) => ({
    ...{ BASEGRID_STORE: 'dynamodb', BASEGRID_TABLE_PREFIX: `${prefix}-`, TMPDIR: folder, BASEGRID_DATA: folder },
    AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint.url ?? '',
  });
  const connected = async <T>(prefix: string, work: (connection: Connection) => Promise<T>): Promise<T> => {
    const connection = connect(engine.endpoint, `${prefix}-`);
    return work(connection).finally(() => connection.close());
  };
  return {
    engine,
    storeOf: (prefix) => {
      const [objects, tiles] = ['objects', 'evidence'].map((name) => folderObjects(join(folder, name)));
      if (objects === undefined) throw new Error('Cannot open a store without objects');
      return openDynamodbStore(connect(engine.endpoint, `${prefix}-`), objects, Date.now, tiles);
    },
    publish: async (prefix, name) => {
      const register = name.startsWith('changed') || name.startsWith('later') ? 'houses' : name.split('.')[0];
      const words = ['--register', register ?? '', join(folder, name), '--json'];
      const dated = register === 'credit' ? words : [...words, '--effective', '2026-01-01'];
      const { status, stdout, stderr } = await runPublishing(folder, dated, named(prefix));
      expect([status, stderr]).toEqual([0, '']);
      return JSON.parse(stdout);
    },
    evidence: (prefix, ...words) => {
      const command = join(projectFolder, 'functions', 'local', 'evidence-command.ts');
      const env = { ...process.env, BASEGRID_NOW: '', ...named(prefix) };
      return outcomeOf(spawn(process.execPath, [command, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] }));
    },
    copyTable: (from, to, kind) =>
      connected(from, (source) =>
        connected(to, async (target) => {
          await createTables(target);
          await batchPut(target, target.tables[kind], await itemsOf(source, source.tables[kind]));
        }),
      ),
    dropTables: (prefix) =>
      connected(prefix, async ({ send, tables }) => {
        for (const TableName of Object.values(tables)) await (send as DropTable)('DeleteTable', { TableName });
      }),
    [Symbol.asyncDispose]: async () => {
      await engine.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

type DropTable = (operation: 'DeleteTable', input: { readonly TableName: string }) => Promise<unknown>;

/** All items of a table: what a table that was restored to a moment ago holds. */
async function itemsOf({ send }: Connection, TableName: string): Promise<Item[]> {
  const items: Item[] = [];
  let from: Item | undefined;
  do {
    const request = { TableName, ...(from === undefined ? {} : { ExclusiveStartKey: from }) };
    const page: ScanOutput = await send('Scan', request);
    items.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return items;
}
