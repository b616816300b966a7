import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Connection, connect } from '../../functions/store/dynamodb/connect.ts';
import { dynamodbEvidence } from '../../functions/store/dynamodb/evidence.ts';
import { createTables } from '../../functions/store/dynamodb/tables.ts';
import { type DynamodbEngine, dynamodbLocalEngine, dynoxideEngine } from '../harness/dynamodb-engine.ts';
import { aLeaf } from './store-builder.ts';

for (const choice of [dynoxideEngine(), dynamodbLocalEngine()])
  describe(`a sequencer that dies, on ${choice.name}`, () => {
    if ('missing' in choice) test.skip(`is not tested: ${choice.missing}`);
    else dyingTests(choice.start);
  });

function dyingTests(start: () => Promise<DynamodbEngine>): void {
  let engine: DynamodbEngine;
  let connection: Connection;
  beforeAll(async () => {
    engine = await start();
    connection = connect(engine.endpoint, 'dying-');
    await createTables(connection);
  });
  afterAll(async () => {
    connection.close();
    await engine.stop();
  });

  test('before or behind any of its requests loses no leaf, places none twice, and never changes their order', async () => {
    const living = dynamodbEvidence(connection);
    const appended: string[] = [];
    let deaths = 0;
    let survived = 0;
    for (let request = 1; survived < 2; request++)
      for (const moment of ['before', 'behind'] as const) {
        const leaves = Array.from({ length: 30 }, (_, seed) => aLeaf(appended.length + seed));
        appended.push(...leaves.map(({ id }) => id));
        expect(await living.charge({ spends: [], leaves })).toEqual({ granted: true });
        const before = await placed(connection);
        const dies = dynamodbEvidence(mortal(connection, request, moment));
        const outcome = await dies.sequence(13).catch((error: unknown) => String(error));
        if (typeof outcome === 'string') deaths++;
        else survived++;
        expect(outcome === 'Error: dead' || outcome === 13).toBe(true);
        expect((await placed(connection)).slice(0, before.length)).toEqual(before);
      }
    expect(deaths).toBeGreaterThan(10);
    while ((await living.sequence(1_000)) > 0);
    const ids = await placed(connection);
    expect(ids.toSorted()).toEqual(appended.toSorted());
  });
}

/** Ids of the leaves that have places, by place. */
async function placed(connection: Connection): Promise<string[]> {
  const { run } = dynamodbEvidence(connection);
  const ids: string[] = [];
  for (;;) {
    const leaves = await run(ids.length);
    if (leaves.length === 0) return ids;
    ids.push(...leaves.map(({ id }) => id));
  }
}

/** The connection of a process that dies at a request: it is sent or not, its answer is never seen, and no other follows. */
function mortal({ send, ...rest }: Connection, request: number, moment: 'before' | 'behind'): Connection {
  let left = request;
  return {
    ...rest,
    send: async (operation, input) => {
      left -= 1;
      if (left === 0 && moment === 'behind') await send(operation, input);
      if (left <= 0) throw new Error('dead');
      return send(operation, input);
    },
  };
}
