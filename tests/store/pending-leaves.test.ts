import type { QueryOutput } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chunksOf } from '../../functions/store/chunks-of.ts';
import { type Connection, connect } from '../../functions/store/dynamodb/connect.ts';
import { dynamodbEvidence } from '../../functions/store/dynamodb/evidence.ts';
import { pendingLeavesOf } from '../../functions/store/dynamodb/pending-leaves.ts';
import { createTables } from '../../functions/store/dynamodb/tables.ts';
import { isTransient } from '../../functions/store/dynamodb/transient.ts';
import { inParallel } from '../../functions/store/in-parallel.ts';
import { type DynamodbEngine, dynamodbLocalEngine, dynoxideEngine } from '../harness/dynamodb-engine.ts';
import { aLeaf } from './store-builder.ts';

const leaves = Array.from({ length: 4_000 }, (_, seed) => aLeaf(seed, { topic: seed % 400 === 0 ? 'rare' : 'usual' }));
const everything = { before: '~', limit: Number.POSITIVE_INFINITY };

for (const choice of [dynoxideEngine(), dynamodbLocalEngine()])
  describe(`leaves that wait while the sequencer stands still, on ${choice.name}`, () => {
    if ('missing' in choice) test.skip(`are not tested: ${choice.missing}`);
    else waitingTests(choice.start);
  });

function waitingTests(start: () => Promise<DynamodbEngine>): void {
  let engine: DynamodbEngine;
  let connection: Connection;
  let items = 0;
  beforeAll(async () => {
    engine = await start();
    const { send, ...rest } = connect(engine.endpoint, 'waiting-');
    const counted: Connection['send'] = async (operation, input) => {
      const answer = await send(operation, input);
      items += (answer as QueryOutput).Items?.length ?? 0;
      return answer;
    };
    connection = { ...rest, send: counted };
    await createTables(connection);
    const { charge } = dynamodbEvidence(connection);
    await inParallel([...chunksOf(leaves, 99)], 4, async (some) => {
      expect(await charge({ spends: [], leaves: some })).toEqual({ granted: true });
    });
  });
  afterAll(async () => {
    connection.close();
    await engine.stop();
  });
  const ids = async (topic: string, search: Partial<typeof everything> & { most?: number } = {}) => {
    items = 0;
    const found = await pendingLeavesOf(connection, { topic, ...everything, ...search });
    return found.map(({ id }) => id).sort();
  };
  const wanted = (topic: string) => leaves.filter((leaf) => leaf.topic === topic).map(({ id }) => id);

  test('are all found, or the search fails as one that may be tried again: none is left out', async () => {
    expect(await ids('rare')).toEqual(wanted('rare'));
    expect(await ids('usual', { most: 4_000 })).toEqual(wanted('usual'));
    const error = await ids('rare', { most: 1_000 }).catch((thrown: unknown) => thrown);
    expect(String(error)).toContain('at most 1000 may wait, more do');
    expect(isTransient(error)).toBe(true);
  });

  test('are found page by page, the newest first, without those behind the place asked for', async () => {
    const all = wanted('rare');
    for (const [place, before] of all.entries()) expect(await ids('rare', { before })).toEqual(all.slice(0, place));
    const before = leaves[1_000]?.id ?? '';
    const newest = wanted('usual').filter((id) => id < before);
    expect((await ids('usual', { before, limit: 10 })).slice(-10)).toEqual(newest.slice(-10));
    expect(items).toBeLessThanOrEqual(1_000);
  });
}
