import { randomBytes } from 'node:crypto';
import { createCreditFunction } from '../../functions/credit/create-credit-function.ts';
import { createGraphqlHandler } from '../../functions/graphql/create-graphql-handler.ts';
import { graphqlParts } from '../../functions/graphql/graphql-parts.ts';
import { readConfig } from '../../functions/platform/config.ts';
import { createLogger } from '../../functions/platform/logger.ts';
import { createClient } from '../../functions/store/client-secret.ts';
import type { BlockReader, Store } from '../../schema/ports.ts';
import type { CreditRecord } from '../../schema/registers/credit/record.ts';
import { statement, subjects } from '../builders/credit-rows.ts';
import { withCreditCheck } from '../codes/generated-credit-codes.ts';
import { publishStatements } from '../harness/credit-store.ts';
import { type Figure, figure, limited } from './figure.ts';
import { gatewayEvent } from './gateway-event.ts';
import { race } from './timing.ts';
import type { Workbench } from './workbench.ts';

const name = 'credit';
const statements = 200;
const others = 2_000;
const endless = 1_000_000_000;

const question = {
  query: `query ($subject: CreditCode!) { creditReport(subject: $subject, purpose: CONTRACT, reference: "bench") {
    __typename ... on CreditReport { asOf noneFound statements(first: 200) { nodes { key kind severity authority
      documentNumber decidedOn validUntil title sourceUrl retrievedOn publicUntil isPublic } } } } }`,
  variables: { subject: subjects.company },
};

/** A report of 200 statements through the whole handler, and what its evidence adds, on both stores. */
export async function benchCredit(bench: Workbench): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const [store, open] of [
    ['SQLite', bench.creditSqlite],
    ['dynoxide', bench.creditDynamodb],
  ] as const) {
    const opened = await open();
    if (opened === null) continue;
    await publishStatements(opened.store, someStatements(), Date.now());
    figures.push(...(await reportOn(store, opened.store)));
    if (opened.requests !== null) figures.push(await roundTrips(store, opened.store, opened.requests));
  }
  return figures;
}

function someStatements(): readonly CreditRecord[] {
  const licence = (id: string, subject: string) => statement(id, { subject, kind: 'LICENCE', severity: null });
  const codes = Array.from({ length: others }, (_, place) =>
    withCreditCheck(`91440300MA5${String(place).padStart(5, '0')}X`),
  );
  return [
    ...codes.map((subject, place) => licence(`other${place}`, subject)),
    ...Array.from({ length: statements }, (_, place) => licence(`asked${place}`, subjects.company)),
  ];
}

async function reportOn(storeName: string, store: Store): Promise<readonly Figure[]> {
  const calls: string[][] = [];
  const noted: BlockReader = {
    read: (blockClass, names) => {
      calls.push([...names]);
      return store.blocks.read(blockClass, names);
    },
  };
  const answer = JSON.parse(await asker({ ...store, blocks: { ...store.blocks, ...noted } }).ask());
  if (answer.data.creditReport.statements.nodes.length !== statements)
    throw new Error(`Cannot measure a report: it must hold ${statements} statements`);
  const bare = async () => {
    for (const names of calls) await store.blocks.read('credit', names);
    return JSON.stringify(answer);
  };
  const silent = { ...store, evidence: { ...store.evidence, charge: async () => ({ granted: true as const }) } };
  const [whole, unwitnessed] = [asker(store), asker(silent)];
  const contenders = {
    whole: { call: () => whole.ask() },
    unwitnessed: { call: () => unwitnessed.ask() },
    bare: { call: bare },
  };
  const times = await race(contenders, { runs: 60, warmUps: 25 });
  const peer = { peer: 'bare reads of its blocks + JSON.stringify', peerValue: times.bare };
  const metric = `report of ${statements} statements, ${storeName}`;
  return [
    figure({
      ...{ name, metric: `${metric}, but for evidence`, unit: 'ms', value: times.unwitnessed, ...peer },
      target: { of: 'ratio', most: 1.5 },
    }),
    figure({ name, metric: `${metric}, quota and evidence written`, unit: 'ms', value: times.whole, ...peer }),
  ];
}

/** Requests to the store of a second query by one caller, less those of the same without evidence. */
async function roundTrips(storeName: string, store: Store, requests: () => number): Promise<Figure> {
  const counted = async (of: Store) => {
    const { ask } = asker(of);
    await ask();
    const before = requests();
    await ask();
    return requests() - before;
  };
  const silent = { ...store, evidence: { ...store.evidence, charge: async () => ({ granted: true as const }) } };
  const value = (await counted(store)) - (await counted(silent));
  return limited(
    { name, metric: `requests that quota and evidence add to a query, ${storeName}`, unit: 'requests', value },
    { most: 2 },
  );
}

/** An enterprise with quotas that are never used up. */
function asker(store: Store): { readonly ask: () => Promise<string> } {
  const secrets = { cursorKey: randomBytes(32), keyPepper: randomBytes(32) };
  const creation = { now: Date.now(), pepper: secrets.keyPepper };
  const { client, secret } = createClient({ tier: 'ENTERPRISE', name: 'bench', subject: null }, creation);
  const known = { ...store, clients: { ...store.clients, bySecretHash: async () => client } };
  const credit = createCreditFunction({ ...known, pepper: secrets.keyPepper, clock: Date.now, perDay: endless });
  const config = { ...readConfig({}), limits: false };
  const handler = createGraphqlHandler(
    graphqlParts({ config, store: known, secrets, clock: Date.now, logger: createLogger(), credit }),
  );
  const event = gatewayEvent(question, { 'x-api-key': secret });
  return {
    ask: async () => {
      const { statusCode, body } = await handler(event);
      if (statusCode === 200 && body.includes('"CreditReport"')) return body;
      throw new Error(`Cannot ask for a report: it must be answered, is ${statusCode} ${body.slice(0, 300)}`);
    },
  };
}
