import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openDeployment } from '../harness/deployment.ts';
import { keptIn } from './kept.ts';

const file = process.env.BASEGRID_KEPT ?? '';

// .ci/deployed runs it after the emulator was ended, started again and deployed to again.
test.skipIf(!existsSync(file))('what was published is there after all was ended, and deployed anew', async () => {
  await using deployment = await openDeployment();
  expect(await keptIn(deployment)).toEqual(JSON.parse(readFileSync(file, 'utf8')));
});
