import { afterAll, beforeAll, describe } from 'vitest';
import { memoryCreditPlace } from '../harness/memory-place.ts';
import { creditStatementsSuite } from '../suite/credit-statements.ts';

let opened: ReturnType<typeof memoryCreditPlace>;
beforeAll(async () => {
  opened = memoryCreditPlace();
  await opened;
});
afterAll(async () => (await opened)[Symbol.asyncDispose]());

describe('without HTTP, by the reference executor', () => creditStatementsSuite(() => opened));
