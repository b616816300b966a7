import { expect, test } from 'vitest';
import { creditStep } from '../../functions/local/sample/credit-file.ts';
import { sampleCity } from '../../functions/local/sample/sample-city.ts';
import { parseCreditCode } from '../../schema/codes/credit-code.ts';
import { parseDay } from '../../schema/dates/day.ts';
import { isPublic, publicityOf } from '../../schema/registers/credit/publicity.ts';
import { creditKinds } from '../../schema/registers/credit/record.ts';
import { creditStore } from '../harness/credit-store.ts';

const city = sampleCity({ houses: 2_000, seed: 1 });

async function textOf(made = city): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of made.openCredit()) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function day(text: string): number {
  const parsed = parseDay(text);
  return parsed.ok ? parsed.value : 0;
}

test('the credit file is published without a word, and is the same for the same seed', async () => {
  await using at = creditStore(creditStep.now);
  const report = await at.publishText(await textOf());
  expect(report).toMatchObject({ published: true, rejected: 0, findings: [], inserted: report.rows });
  expect(report.rows).toBeGreaterThan(300);
  expect(report.sealed.personId).toBeGreaterThan(0);
  expect(await textOf(sampleCity({ houses: 2_000, seed: 1 }))).toBe(await textOf());
  const statements = (await at.statementsIn((await at.edition()).statements)).map(({ record }) => record);
  expect(new Set(statements.map(({ kind }) => kind))).toEqual(new Set(creditKinds));
  expect(statements.filter(({ subject }) => !parseCreditCode(subject).ok || subject.slice(2, 8) !== '999999')).toEqual(
    [],
  );
  const authorities = new Set(statements.map(({ subject }) => subject.slice(0, 2)));
  for (const kind of ['11', '51', '91', '92']) expect(authorities).toContain(kind);
});

test('windows of publicity begin and end in every month from January 2026 to May 2027, and something is hidden on every day', async () => {
  await using at = creditStore(creditStep.now);
  await at.publishText(await textOf());
  const statements = (await at.statementsIn((await at.edition()).statements)).map(({ record }) => record);
  for (let month = 0; month < 17; month++) {
    const first = day(`${2026 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`);
    const windows = statements.map((statement) => publicityOf(statement, first));
    const within = (date: number | null) => date !== null && date >= first && date < first + 31;
    expect(
      windows.some(({ from }) => within(from)),
      `begins in month ${month}`,
    ).toBe(true);
    expect(
      windows.some(({ to }) => within(to)),
      `ends in month ${month}`,
    ).toBe(true);
    expect(statements.some((statement) => !isPublic(statement, first))).toBe(true);
  }
});
