import { expect, test } from 'vitest';
import { boundedAnswer } from '../../functions/graphql/bounded-answer.ts';
import { notedCredit, type Progress, type RequestContext } from '../../functions/graphql/request-context.ts';
import type { Context } from '../../schema/context.ts';

const report = { statements: 's'.repeat(4_800_000) };

function bounded(beside: Record<string, unknown>, fixed: Record<string, unknown> = {}) {
  const progress: Partial<Progress> = {
    charged: true,
    finished: true,
    creditQuery: { key: 'paid', beside: [], others: Object.keys(beside) },
  };
  const context = { request: { traceId: 't' }, progress } as unknown as RequestContext;
  const body = JSON.stringify({ data: { ...beside, ...fixed, paid: report }, extensions: { edition: 1 } });
  return boundedAnswer({ statusCode: 200, headers: {}, body }, context);
}

test.each([
  ['three lists of characters of three bytes', Array.from({ length: 3 }, () => '长'.repeat(99_000))],
  ['eight lists that are small each', Array.from({ length: 8 }, () => 'x'.repeat(95_000))],
])('a query that was paid is answered beside %s', (_, lists) => {
  const { statusCode, body = '' } = bounded(Object.fromEntries(lists.map((list, place) => [`l${place}`, [list]])));
  expect(statusCode).toBe(200);
  const { data, errors } = JSON.parse(body);
  expect(data.paid).toEqual(report);
  expect(errors).toHaveLength(lists.length);
  expect(Buffer.byteLength(body)).toBeLessThan(5_500_000);
});

test('what can never be null is no null beside a query that was paid: it stays, or nothing is answered and the way to repeat it is told', () => {
  const big = { list: 'x'.repeat(900_000) };
  const small = JSON.parse(bounded({ big }, { catalogue: ['x'.repeat(600_000)] }).body ?? '');
  expect([small.data.big, small.data.catalogue[0].length, small.data.paid]).toEqual([null, 600_000, report]);
  const { statusCode, body = '' } = bounded({ big }, { catalogue: ['x'.repeat(900_000)] });
  const { data, errors, extensions } = JSON.parse(body);
  expect([statusCode, data, extensions]).toEqual([400, null, { edition: 1 }]);
  expect(errors).toMatchObject([{ extensions: { code: 'TOO_LARGE', traceId: 't' } }]);
  expect(errors[0].message).toContain('repeat it with the same Idempotency-Key');
});

test('a page of changes for which nothing was paid takes nothing away from what stands beside it', async () => {
  for (const [page, charged] of [
    [{ free: true, nodes: [], hasNext: false, total: 0 }, false],
    [{ nodes: [], hasNext: false, total: 0 }, true],
  ] as const) {
    const progress = { charged: false };
    const credit = { changes: async () => page } as unknown as Context['credit'];
    await notedCredit(credit, progress, null).changes({} as never);
    expect(progress.charged).toBe(charged);
  }
});
