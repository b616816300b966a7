import { join } from 'node:path';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { temporaryFolder } from '../../functions/local/temporary-folder.ts';
import { connect } from '../../functions/store/dynamodb/connect.ts';
import { openDynamodbStore } from '../../functions/store/dynamodb/open-dynamodb-store.ts';
import { createTables } from '../../functions/store/dynamodb/tables.ts';
import { folderObjects } from '../../functions/store/folder-objects.ts';
import { openSqliteStore } from '../../functions/store/sqlite/open-sqlite-store.ts';
import type { Store } from '../../schema/ports.ts';
import { type DynamodbEngine, dynoxideEngine } from '../harness/dynamodb-engine.ts';
import { newAsker } from './asker.ts';
import { sampleCityData } from './cities.ts';
import { type CityTree, copyCity } from './copy-city.ts';
import { createItemTable, type HouseCells, readHouses, writeItems } from './items.ts';
import { npmStart } from './local-server.ts';
import { openPeer } from './peers/open-peer.ts';
import { type GraphqlServer, postgraphileVersion } from './peers/postgraphile.ts';
import { sampleFile } from './sample-files.ts';
import { sdkClient } from './sdk-client.ts';
import { readWholeCity } from './whole-city.ts';

/** Houses of the city that most questions are asked of. */
export const usualHouses = 100_000;
/** Houses that the design of one item a house is measured with: its reads do not depend on how many there are. */
const itemHouses = 20_000;

/** One item a house, in dynoxide. */
export interface Items {
  readonly client: DynamoDBClient;
  readonly houses: readonly HouseCells[];
  readonly batchWrite: { readonly rows: number; readonly milliseconds: number };
}

/** A store, and how many requests it has sent; null where it sends none. */
export interface CountedStore {
  readonly store: Store;
  readonly requests: (() => number) | null;
}

/** What benchmarks share: each thing is made when first asked for, and closed in the end. Null: not on this machine. */
export interface Workbench extends AsyncDisposable {
  /** What a reader of the table has to know. */
  readonly notes: string[];
  sqlite(houses: number): Promise<Store>;
  dynamodb(houses: number): Promise<Store | null>;
  items(): Promise<Items | null>;
  /** The DynamoDB engine that these stores are on. */
  engine(): Promise<DynamodbEngine | null>;
  /** What names the same DynamoDB store to a process of its own. */
  deployedEnvironment(houses: number): Promise<Readonly<Record<string, string>> | null>;
  /** Empty stores for statements of credit; `requests` counts those sent to DynamoDB. */
  creditSqlite(): Promise<CountedStore>;
  creditDynamodb(): Promise<CountedStore | null>;
  /** Our local server on the usual city. */
  server(): Promise<GraphqlServer>;
  /** PostGraphile on the same city. */
  postgraphile(): Promise<GraphqlServer | null>;
}

/** An empty workbench. */
export function createWorkbench(): Workbench {
  const notes: string[] = [];
  const closing = new AsyncDisposableStack();
  const engine = once(async () => {
    const choice = dynoxideEngine();
    if ('missing' in choice) {
      notes.push(`DynamoDB is left out: ${choice.missing}`);
      return null;
    }
    return closing.adopt(await choice.start(), (running) => running.stop());
  });
  const sqlite = onceEach(async (houses: number) =>
    closing.adopt(openSqliteStore(await sampleCityData(houses), Date.now), (store) => store.close()),
  );
  const dynamodb = onceEach(async (houses: number) => {
    const running = await engine();
    if (running === null) return null;
    // Cities of other sizes are only asked for what is open.
    const wanted = ({ fieldClass }: CityTree) => houses === usualHouses || fieldClass === 'open';
    const store = await copied(await sqlite(houses), { running, houses, wanted });
    return closing.adopt(store, (opened) => opened.close());
  });
  const deployedEnvironment = async (houses: number) => {
    const [running, store] = [await engine(), await dynamodb(houses)];
    if (running === null || store === null) return null;
    return {
      BASEGRID_STORE: 'dynamodb',
      BASEGRID_TABLE_PREFIX: prefixOf(houses),
      AWS_ENDPOINT_URL_DYNAMODB: running.endpoint.url ?? '',
      AWS_REGION: running.endpoint.region ?? '',
      AWS_ACCESS_KEY_ID: 'bench',
      AWS_SECRET_ACCESS_KEY: 'bench',
    };
  };
  const creditSqlite = async () => {
    const folder = closing.use(temporaryFolder());
    const store = openSqliteStore(join(folder.path, 'data'), Date.now);
    return { store: closing.adopt(store, (opened) => opened.close()), requests: null };
  };
  const creditDynamodb = async () => {
    const running = await engine();
    if (running === null) return null;
    const connection = connect(running.endpoint, 'bench-credit-');
    await createTables(connection);
    let sent = 0;
    const send: typeof connection.send = (...of) => {
      sent += 1;
      return connection.send(...of);
    };
    const objects = folderObjects(closing.use(temporaryFolder()).path);
    const store = openDynamodbStore({ ...connection, send }, objects, Date.now, objects);
    return { store: closing.adopt(store, (opened) => opened.close()), requests: () => sent };
  };
  const items = once(async () => {
    const running = await engine();
    return running === null ? null : writeHouseItems(running);
  });
  const server = once(async () => closing.use(await npmStart(await sampleCityData(usualHouses))));
  const postgraphile = once(async () => {
    const peer = await openPeer(async () =>
      readWholeCity(newAsker(await sqlite(usualHouses), { tier: 'GOVERNMENT' }).ask),
    );
    if (typeof peer === 'string') {
      notes.push(`PostGraphile is left out: ${peer}`);
      return null;
    }
    notes.push(`PostGraphile ${postgraphileVersion} on ${peer.version} with PostGIS`);
    return closing.use(peer);
  });
  return {
    notes,
    sqlite,
    dynamodb,
    deployedEnvironment,
    creditSqlite,
    creditDynamodb,
    items,
    engine,
    server,
    postgraphile,
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  };
}

/** What the names of the tables of a city begin with. */
export function prefixOf(houses: number): string {
  return `bench-${houses}-`;
}

async function copied(
  from: Store,
  copy: { running: DynamodbEngine; houses: number; wanted: (tree: CityTree) => boolean },
): Promise<Store> {
  const connection = connect(copy.running.endpoint, prefixOf(copy.houses));
  await createTables(connection);
  const objects = folderObjects(await sampleCityData(copy.houses));
  const store = openDynamodbStore(connection, objects, Date.now);
  await copyCity(from, store, copy.wanted);
  return store;
}

async function writeHouseItems({ endpoint }: DynamodbEngine): Promise<Items> {
  const client = sdkClient(endpoint);
  await createItemTable(client);
  const houses = await readHouses((await sampleFile(usualHouses, '04-houses.csv')).path, itemHouses);
  return { client, houses, batchWrite: await writeItems(client, houses) };
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | null = null;
  return () => {
    made ??= make();
    return made;
  };
}

function onceEach<Value>(make: (key: number) => Promise<Value>): (key: number) => Promise<Value> {
  const made = new Map<number, Promise<Value>>();
  return (key) => {
    const value = made.get(key) ?? make(key);
    made.set(key, value);
    return value;
  };
}
