import { describe, expect, test } from 'vitest';
import { connect } from '../../functions/store/dynamodb/connect.ts';
import { createTables } from '../../functions/store/dynamodb/tables.ts';
import { type DynamodbEngine, dynamodbLocalEngine, dynoxideEngine, freePort } from '../harness/dynamodb-engine.ts';
import { startFaultyProxy } from '../harness/dynamodb-faulty-proxy.ts';

const retry = { attempts: 4, baseMilliseconds: 1, capMilliseconds: 10, random: () => 0, sleep: async () => {} };

for (const choice of [dynoxideEngine(), dynamodbLocalEngine()])
  describe(`tables on ${choice.name}`, () => {
    if ('missing' in choice) test.skip(`are not tested: ${choice.missing}`);
    else test('are created once, by whoever is first, also where the engine fails now and then', () => created(choice));
  });

test('an engine that is not there is told in one sentence', async () => {
  const url = `http://127.0.0.1:${await freePort()}`;
  const connection = connect({ url, region: 'us-east-1', hasKeys: false }, 'none-', retry);
  await expect(createTables(connection)).rejects.toThrow(/^Cannot look at table "none-.*must answer within 4 attempts/);
  connection.close();
});

async function created({ start }: { start: () => Promise<DynamodbEngine> }): Promise<void> {
  const engine = await start();
  const network = await startFaultyProxy(engine.endpoint);
  const connection = connect(network.endpoint, 'tables-', retry);
  try {
    network.plan('reset', 'fail', 'throttle', 'reset after', 'fail', 'pass', 'reset after');
    await Promise.all([createTables(connection), createTables(connection)]);
    network.seen.length = 0;
    await createTables(connection);
    expect(network.seen).toEqual(Array(3).fill('DescribeTable'));
  } finally {
    connection.close();
    await network.stop();
    await engine.stop();
  }
}
