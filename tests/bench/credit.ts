import type { BlockReader, Store } from '../../schema/ports.ts';
import type { CreditRecord } from '../../schema/registers/credit/record.ts';
import { statement, subjects } from '../builders/credit-rows.ts';
import { withCreditCheck } from '../codes/generated-credit-codes.ts';
import { publishStatements } from '../harness/credit-store.ts';
import { type CreditAsker, creditAsker } from './credit-asker.ts';
import { type Figure, figure, limited } from './figure.ts';
import { race } from './timing.ts';
import type { Workbench } from './workbench.ts';

const name = 'credit';
const statements = 200;
const others = 2_000;

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
  const answer = JSON.parse(await creditAsker({ ...store, blocks: { ...store.blocks, ...noted } }).ask());
  if (answer.data.creditReport.statements.nodes.length !== statements)
    throw new Error(`Cannot measure a report: it must hold ${statements} statements`);
  const bare = async () => {
    for (const names of calls) await store.blocks.read('credit', names);
    return JSON.stringify(answer);
  };
  const silent = { ...store, evidence: { ...store.evidence, charge: async () => ({ granted: true as const }) } };
  const [whole, unwitnessed] = [creditAsker(store), creditAsker(silent)];
  // One after the other: whoever takes turns with the writer of evidence comes to a machine that has just waited for its disk.
  const beside = async (what: string, { ask }: CreditAsker) => {
    const times = await race({ report: { call: ask }, bare: { call: bare } }, { runs: 150, warmUps: 250 });
    const metric = `report of ${statements} statements, ${storeName}, ${what}`;
    const peer = 'bare reads of its blocks + JSON.stringify';
    return { name, metric, unit: 'ms', value: times.report, peer, peerValue: times.bare };
  };
  const [unwritten, written] = [
    await beside('but for evidence', unwitnessed),
    await beside('quota and evidence written', whole),
  ];
  return [figure({ ...unwritten, target: { of: 'ratio', most: 1.5 } }), figure(written)];
}

/** Requests to the store of a second query by one caller, less those of the same without evidence. */
async function roundTrips(storeName: string, store: Store, requests: () => number): Promise<Figure> {
  const counted = async (of: Store) => {
    const { ask } = creditAsker(of);
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
