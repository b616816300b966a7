import { afterAll, beforeAll, describe } from 'vitest';
import { servedPlace } from '../harness/served-place.ts';
import { wholeSuite } from '../suite/whole.ts';

let opened: ReturnType<typeof servedPlace>;
beforeAll(async () => {
  opened = servedPlace();
  await opened;
});
afterAll(async () => (await opened)[Symbol.asyncDispose]());

describe('published from files, over HTTP', () => wholeSuite(() => opened));
