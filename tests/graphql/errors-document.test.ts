import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { statusOf } from '../../functions/platform/error-answer.ts';
import { type ErrorCode, errorCodes } from '../../schema/errors.ts';
import { budgets } from '../../schema/pricing/budget.ts';

const text = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');

test('docs/errors.md lists every code, and no other, with the status that a refused request has', () => {
  const listed = [...text.matchAll(/^\| `([A-Z_]+)` \| (\d{3}(?:, \d{3})*) \|/gm)].map(
    ([, code, statuses = '']) => [code, Number(statuses.split(', ')[0])] as const,
  );
  expect(listed.map(([code]) => code).sort()).toEqual(Object.keys(errorCodes).sort());
  const refusing = listed.filter(([, status]) => status !== 200);
  expect(refusing).toEqual(refusing.map(([code]) => [code, statusOf(code as ErrorCode)]));
});

test('docs/errors.md tells the budgets as they are', () => {
  for (const { burst, perSecond } of Object.values(budgets)) {
    expect(text).toMatch(
      new RegExp(`\\| ${burst.toLocaleString('en')}( points)? \\| ${perSecond.toLocaleString('en')}`),
    );
  }
});
