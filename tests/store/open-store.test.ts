import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Environment, readConfig } from '../../functions/platform/config.ts';
import { openStore } from '../../functions/store/open-store.ts';
import { dynoxideEngine } from '../harness/dynamodb-engine.ts';
import { aBlock, anEdition } from './store-builder.ts';

describe('openStore()', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'basegrid-store-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Writes with one store and reads with the next, as two runs do. */
  async function expectKept(environment: Environment): Promise<void> {
    const config = readConfig({ ...environment, BASEGRID_DATA: join(folder, 'data') });
    const block = aBlock(1);
    const first = await openStore(config);
    await first.blocks.write('government', [block]);
    await first.editions.move({ editions: [anEdition(1)], publications: [], report: null, leaves: [] });
    await first.objects.put('houses/a.report.json', block.bytes);
    await first.close();
    const second = await openStore(config);
    expect([...(await second.blocks.read('government', [block.name])).keys()]).toEqual([block.name]);
    expect(await second.editions.latest('PUBLIC')).toEqual(anEdition(1));
    expect(await second.objects.get('houses/a.report.json')).not.toBe(null);
    await second.close();
  }

  test('opens the embedded store unless told otherwise, and finds it again', () => expectKept({}));

  const choice = dynoxideEngine();
  test.skipIf('missing' in choice)(
    'makes its tables on a DynamoDB engine of this machine, without any keys',
    async () => {
      if ('missing' in choice) return;
      const engine = await choice.start();
      await expectKept({ BASEGRID_STORE: 'dynamodb', AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint.url ?? '' }).finally(
        engine.stop,
      );
    },
  );
});
