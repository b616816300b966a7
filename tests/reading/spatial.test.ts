import { describe, expect, test } from 'vitest';
import { memoryCity } from '../builders/edition.ts';
import { firstEditions, withRows } from '../builders/sample-editions.ts';
import { ask } from '../harness/ask.ts';
import { memoryPlace } from '../harness/memory-place.ts';
import { spatialSuite } from '../suite/spatial.ts';

describe('in memory', () => spatialSuite(memoryPlace));

test('gridAt answers as of validAt and knownAt', async () => {
  const [divisions, grids] = firstEditions();
  if (!divisions || !grids) throw new Error('Cannot test: editions are missing');
  const code = '44030400100101';
  const rows = withRows(
    grids.rows,
    code,
    { validTo: '2024' },
    { state: 'RETIRED', validFrom: '2024', retirement: 'STATED' },
  );
  const changed = await memoryCity([divisions, { ...grids, rows }]);
  const point = '{ lon: 114.051, lat: 22.501 }';
  const { data } = await ask(
    { city: changed },
    `{ now: gridAt(point: ${point}) { code } before: gridAt(point: ${point}, validAt: "2023") { code }
       never: gridAt(point: ${point}, knownAt: "2026-01-01T12:00:00Z") { code } }`,
  );
  expect(data).toEqual({ now: null, before: { code }, never: null });
});
