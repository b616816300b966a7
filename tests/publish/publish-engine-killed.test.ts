import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../../functions/store/dynamodb/connect.ts';
import { openDynamodbStore } from '../../functions/store/dynamodb/open-dynamodb-store.ts';
import { createTables } from '../../functions/store/dynamodb/tables.ts';
import { folderObjects } from '../../functions/store/folder-objects.ts';
import type { Store } from '../../schema/ports.ts';
import { buildings, csv, house } from '../builders/publication-city.ts';
import { dice } from '../builders/publication-history.ts';
import { answerOf, answersUntilGone } from '../harness/answers-until-gone.ts';
import {
  type DynamodbEngine,
  dynamodbLocalEngine,
  dynoxideEngine,
  type EngineChoice,
  freePort,
} from '../harness/dynamodb-engine.ts';
import { type FaultyProxy, startFaultyProxy } from '../harness/dynamodb-faulty-proxy.ts';
import {
  killedAt,
  outcomeOf,
  runPublishing,
  servedAt,
  startPublishing,
  startServing,
} from '../harness/publishing-command.ts';
import { publishingStore, rootsOf } from '../harness/publishing-store.ts';

const kills = 6;
const prefix = 'killed-';
const many = buildings.flatMap(({ code }) => Array.from({ length: 500 }, (_, index) => house(code ?? '', index + 1)));
const changed = many.map((row, index) => ({
  ...row,
  building: buildings[(index * 7) % 6]?.code ?? '',
  floorArea: `${40 + (index % 90)}`,
  rented: `${index % 2 === 0}`,
}));

for (const choice of [dynoxideEngine(), dynamodbLocalEngine()])
  describe(`a publication into ${choice.name}, which keeps its tables in a file`, () => {
    if ('missing' in choice) test.skip(`is not tested: ${choice.missing}`);
    else killTests(choice);
  });

function killTests({ name, keepsWhatItAnswered, start: startOne }: Extract<EngineChoice, { start: unknown }>): void {
  const started: DynamodbEngine[] = [];
  const start: typeof startOne = async (place) => {
    const engine = await startOne(place);
    started.push(engine);
    return engine;
  };
  let [folder, data, tables] = ['', '', ''];
  let words: readonly string[] = [];
  let before: unknown;
  let wanted: unknown;
  let duration = 0;
  let writes = 0;
  const named = (engine: Pick<DynamodbEngine, 'endpoint'>) => ({
    ...{ BASEGRID_STORE: 'dynamodb', BASEGRID_TABLE_PREFIX: prefix, TMPDIR: folder },
    AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint.url ?? '',
  });
  const storeOn = ({ endpoint }: DynamodbEngine): Store =>
    openDynamodbStore(connect(endpoint, prefix), folderObjects(join(data, 'objects')), () => Date.UTC(2026, 0, 1));
  const rootsIn = async (engine: DynamodbEngine) => {
    const store = storeOn(engine);
    return rootsOf(store).finally(() => store.close());
  };
  const copyOf = (name: string): string => {
    cpSync(tables, join(folder, name), { recursive: true });
    return join(folder, name);
  };
  const rerun = async (engine: DynamodbEngine, over: Pick<DynamodbEngine, 'endpoint'> = engine) => {
    const { status, stderr } = await runPublishing(data, words, named(over));
    expect([status, stderr]).toEqual([0, '']);
    expect(await rootsIn(engine)).toEqual(wanted);
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'basegrid-engine-killed-'));
    [data, tables] = [join(folder, 'data'), join(folder, 'tables')];
    const file = join(folder, 'houses.csv');
    words = ['--register', 'houses', file, '--json', '--effective', '2026-01-01'];
    mkdirSync(tables);
    writeFileSync(file, csv('houses', changed));
    await using whole = publishingStore();
    await whole.publishCity();
    await whole.publish('HOUSES', csv('houses', many), { allowRetirements: true });
    const engine = await start({ folder: tables });
    const connection = connect(engine.endpoint, prefix);
    await createTables(connection);
    connection.close();
    const store = storeOn(engine);
    await using city = publishingStore(() => store);
    await city.publishCity();
    await city.publish('HOUSES', csv('houses', many), { allowRetirements: true });
    before = await rootsOf(store);
    expect(before).toEqual(await rootsOf(whole.store));
    await store.close();
    await engine.stop();
    await whole.publish('HOUSES', csv('houses', changed));
    wanted = await rootsOf(whole.store);
    const undisturbed = await start({ folder: copyOf('undisturbed') });
    const network = await startFaultyProxy(undisturbed.endpoint);
    const startedAt = performance.now();
    await rerun(undisturbed, network);
    duration = performance.now() - startedAt;
    writes = network.seen.filter(isWrite).length;
    expect(writes).toBeGreaterThan(3);
    await network.stop();
    await undisturbed.stop();
  });
  afterAll(async () => {
    for (const engine of started) await engine.stop(); // those too that a test which failed left
    rmSync(folder, { recursive: true, force: true });
  });

  test('whose engine is killed at any moment and started again with its data goes on or fails clearly; run again, it ends as if nothing had been', async ({
    annotate,
  }) => {
    const draw = dice(20_261_124);
    const kept = { wentOn: 0, failed: 0, inTheAct: 0 };
    for (let kill = 0; kill < kills; kill++) {
      const place = { folder: copyOf(`engine-${kill}`), port: await freePort() };
      let engine = await start(place);
      await using network = await startFaultyProxy(engine.endpoint);
      // Two kills are by the clock, wherever that finds the publisher; the others while a write is carried out, once the move.
      const byClock = kill < 2;
      const moment = byClock
        ? sleep((duration * (200 + draw(700))) / 1_000)
        : writeSeen(network, kill === 2 ? writes : 1 + draw(writes - 1), 'pass');
      const child = startPublishing(data, words, named(byClock ? engine : network));
      const outcome = outcomeOf(child);
      await Promise.race([moment, outcome]);
      await engine.stop();
      if (kill % 2 === 0) engine = await start(place); // while the publisher asks again
      const { status, stderr } = await outcome;
      if (kill % 2 === 1) engine = await start(place);
      const left = await rootsIn(engine);
      expect([before, wanted]).toContainEqual(left); // all at once or not at all
      if (status !== 0) expect(stderr).toMatch(/^Cannot [^\n]*the store must answer within 10 attempts[^\n]*\n$/);
      if (status === 0 && keepsWhatItAnswered) expect(left).toEqual(wanted);
      kept[status === 0 ? 'wentOn' : 'failed'] += 1;
      kept.inTheAct += isDeepStrictEqual(left, before) ? 1 : 0;
      if (!byClock && kill % 2 === 1) expect([status, left]).toEqual([1, before]); // nobody was there to go on with
      await rerun(engine);
      await engine.stop();
      rmSync(place.folder, { recursive: true });
    }
    await annotate(`of ${kills} kills: ${JSON.stringify(kept)}`);
  }, 600_000);

  test('and a server, each killed at any moment while it is asked: run again, it ends as if both had been left alone', async ({
    annotate,
  }) => {
    const draw = dice(20_261_125);
    const kept = { interrupted: 0, answers: 0 };
    for (let kill = 0; kill < kills - 2; kill++) {
      const engine = await start({ folder: copyOf(`server-${kill}`) });
      await using network = await startFaultyProxy(engine.endpoint);
      const server = startServing(data, named(engine));
      const url = await servedAt(server);
      await answerOf(url, many.length); // it has answered before anything is killed
      const answers = answersUntilGone(url, many.length);
      const byClock = kill < 2;
      const moments = [draw(700), draw(1_000)].map((part) => sleep((duration * (200 + part)) / 1_000));
      const held = byClock ? undefined : writeSeen(network, 1 + draw(writes), 'hold');
      const child = startPublishing(data, words, named(byClock ? engine : network));
      await held?.then(() => answerOf(url, many.length)); // in the middle of a publication
      await Promise.all([killedAt(server, held ?? moments[0]), killedAt(child, held ?? moments[1])]);
      kept.interrupted += child.signalCode === 'SIGKILL' ? 1 : 0;
      expect(server.signalCode).toBe('SIGKILL');
      kept.answers += await answers;
      const left = await rootsIn(engine);
      if (held === undefined) expect([before, wanted]).toContainEqual(left);
      else expect([child.signalCode, left]).toEqual(['SIGKILL', before]);
      await rerun(engine);
      await engine.stop();
    }
    await annotate(`of ${kills - 2} kills: ${JSON.stringify(kept)}`);
  }, 600_000);

  test.skipIf(process.platform === 'win32')(
    'whose disk is full fails clearly and leaves the old edition; with room it ends as if nothing had been',
    async () => {
      const place = { folder: copyOf('full') };
      const [standing, grown] = [tables, join(folder, 'undisturbed')].map(largestIn);
      const kilobytes = Math.ceil(((standing ?? 0) + (grown ?? 0)) / 2 / 1024); // half of what it takes
      const full = await start({ ...place, kilobytes });
      const { status, stdout, stderr } = await runPublishing(data, words, named(full));
      expect([status, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(/^Cannot [^\n]*the store must answer within 10 attempts[^\n]*\n$/);
      // DynamoDB Local answers nothing at all then.
      if (name === 'dynoxide') expect(await rootsIn(full)).toEqual(before);
      await full.stop();
      const roomy = await start(place);
      expect(await rootsIn(roomy)).toEqual(before);
      await rerun(roomy);
      await roomy.stop();
    },
  );
}

function largestIn(folder: string): number {
  return Math.max(...readdirSync(folder).map((name) => statSync(join(folder, name)).size));
}

function isWrite(operation: string): boolean {
  return operation === 'BatchWriteItem' || operation === 'TransactWriteItems';
}

/** When so many writes have come through the network; what becomes of that one, and of all that follow. */
function writeSeen(network: FaultyProxy, number: number, fate: 'pass' | 'hold'): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let writes = 0;
  network.harm((operation) => {
    writes += isWrite(operation) ? 1 : 0;
    if (writes < number) return 'pass';
    resolve();
    return fate;
  });
  return promise;
}
