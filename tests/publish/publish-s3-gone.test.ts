import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { connect } from '../../functions/store/dynamodb/connect.ts';
import { openDynamodbStore } from '../../functions/store/dynamodb/open-dynamodb-store.ts';
import type { RetryPolicy } from '../../functions/store/dynamodb/retry.ts';
import { createTables } from '../../functions/store/dynamodb/tables.ts';
import { s3Objects } from '../../functions/store/s3-objects.ts';
import type { Store } from '../../schema/ports.ts';
import { buildings, csv, house, houses } from '../builders/publication-city.ts';
import { type DynamodbEngine, dynoxideEngine } from '../harness/dynamodb-engine.ts';
import { publishInSteps, tinySizes } from '../harness/publishing-steps.ts';
import { type PublishingStore, publishingStore, rootsOf } from '../harness/publishing-store.ts';
import { type S3Fault, type S3Server, startS3 } from '../harness/s3-server.ts';

const choice = dynoxideEngine();
const retry: RetryPolicy = {
  ...{ attempts: 3, baseMilliseconds: 1, capMilliseconds: 1, random: () => 0 },
  sleep: () => sleep(1),
};
const changed = csv('houses', [
  ...houses.map((row, at) => ({ ...row, building: buildings[(at + 1) % 6]?.code ?? '', floorArea: `${80 + at}` })),
  ...Array.from({ length: 100 }, (_, at) => house(buildings[at % 6]?.code ?? '', 100 + at)),
]);
const startedAt = Date.UTC(2026, 0, 1, 12);

if ('missing' in choice) test.skip(`is not tested on DynamoDB and S3: ${choice.missing}`);
else {
  test('a bucket that takes no report lets no edition move; run again, it ends as if nothing had been', async () => {
    await using place = await openPlace(choice.start);
    const { store, s3, city, before, wanted } = place;
    for (const fault of ['busy', 'full', 'reset'] as const) {
      s3.harm(() => fault);
      await expect(city.publish('HOUSES', changed)).rejects.toThrow('the store must answer within 3 attempts');
      expect(await rootsOf(store)).toEqual(before);
    }
    s3.harm(() => undefined);
    expect(await city.publish('HOUSES', changed)).toMatchObject({ published: true });
    expect(await rootsOf(store)).toEqual(wanted);
  });

  test('a bucket of work that is gone from any request on leaves the old edition; the next execution ends as if nothing had been', async () => {
    await using place = await openPlace(choice.start);
    const { store, s3, before, wanted } = place;
    const file = { key: 'incoming/houses/a.csv', bytes: Buffer.from(changed), startedAt };
    const sizes = { ...tinySizes, range: 60, task: 60, standing: -1 };
    const publishFrom = (faultAt: number, fault: S3Fault) => {
      s3.harm((request) => (request >= faultAt ? fault : undefined));
      const work = s3Objects(s3.endpoint, 'work', retry);
      const run = publishInSteps({ ...file, metadata: { effective: '2026-01-01' } }, store, { sizes, work });
      return run.finally(() => s3.harm(() => undefined));
    };
    let failures = 0;
    for (let good = 0; ; good += 7) {
      const error = await publishFrom(good, good % 2 === 0 ? 'full' : 'reset').then(
        () => null,
        (reason: Error) => reason,
      );
      if (error === null) break;
      failures += 1;
      expect(error.message).toContain('the store must answer within 3 attempts');
      // Behind the move of the editions only showing the report is left.
      expect([before, wanted]).toContainEqual(await rootsOf(store));
    }
    expect(failures).toBeGreaterThan(5);
    expect(await rootsOf(store)).toEqual(wanted);
  }, 360_000);
}

interface Place extends AsyncDisposable {
  readonly store: Store;
  readonly s3: S3Server;
  /** The small city in it. */
  readonly city: PublishingStore;
  /** Its roots as they stand, and as the changed houses make them where nothing disturbs. */
  readonly before: unknown;
  readonly wanted: unknown;
}

/** The small city on DynamoDB and S3. */
async function openPlace(start: () => Promise<DynamodbEngine>): Promise<Place> {
  const [engine, s3] = [await start(), await startS3()];
  const connection = connect(engine.endpoint, 'gone-', retry);
  await createTables(connection);
  const objects = s3Objects(s3.endpoint, 'reports', retry);
  const store = openDynamodbStore(connection, objects, () => startedAt, objects);
  const city = publishingStore(() => store);
  await city.publishCity();
  await using whole = publishingStore();
  await whole.publishCity();
  await whole.publish('HOUSES', changed);
  return {
    ...{ store, s3, city, before: await rootsOf(store), wanted: await rootsOf(whole.store) },
    [Symbol.asyncDispose]: async () => {
      await store.close();
      await city[Symbol.asyncDispose]();
      await s3.stop();
      await engine.stop();
    },
  };
}
