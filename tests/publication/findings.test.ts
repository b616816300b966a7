import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Finding } from '../../schema/publication/finding.ts';
import { findingsUpTo } from '../../schema/publication/findings.ts';

const finding = (level: Finding['level'], reason: Finding['reason'], line: number): Finding => ({
  ...{ level, reason, line },
  message: `${reason} ${line}`,
});
const many = (level: Finding['level'], reason: Finding['reason'], size: number) =>
  Array.from({ length: size }, (_, line) => finding(level, reason, line));
const told = ({ kept }: { readonly kept: readonly Finding[] }) => kept.map(({ reason, line }) => `${reason} ${line}`);

test('the first findings are kept, the others counted', () => {
  const findings = findingsUpTo(3);
  findings.add(many('error', 'BAD_CODE', 10));
  expect([told(findings), findings.omitted]).toEqual([['BAD_CODE 0', 'BAD_CODE 1', 'BAD_CODE 2'], 7]);
});

test('errors push out warnings, never the other way round', () => {
  const findings = findingsUpTo(3);
  findings.add([...many('warning', 'GAP', 3), ...many('error', 'BAD_CODE', 2), finding('warning', 'OVERLAP', 9)]);
  expect(told(findings)).toEqual(['GAP 0', 'BAD_CODE 0', 'BAD_CODE 1']);
  findings.add([...many('error', 'BAD_DATE', 3), ...many('warning', 'REINSTATED', 5)]);
  expect([told(findings), findings.omitted]).toEqual([['BAD_CODE 0', 'BAD_CODE 1', 'BAD_DATE 0'], 11]);
});

test('a rare reason is not hidden by a frequent one, whichever comes first', () => {
  const findings = findingsUpTo(100);
  findings.add([
    ...many('warning', 'PREFIX_DIFFERS', 1_000),
    ...many('warning', 'OVERLAP', 2),
    ...many('warning', 'GAP', 1),
  ]);
  findings.add(many('warning', 'PREFIX_DIFFERS', 1_000));
  const again = findingsUpTo(100, findings);
  for (const { kept, omitted } of [findings, again]) {
    expect(kept.filter(({ reason }) => reason !== 'PREFIX_DIFFERS')).toHaveLength(3);
    expect([kept.length, omitted]).toEqual([100, 1_903]);
  }
});

const arbitrary = fc
  .array(
    fc.record({
      level: fc.constantFrom('error', 'warning'),
      reason: fc.constantFrom('BAD_CODE', 'BAD_DATE', 'GAP', 'CYCLE'),
      size: fc.nat(12),
    }),
  )
  .map((runs) => runs.flatMap(({ level, reason, size }) => many(level as Finding['level'], reason as 'GAP', size)));

test('what is collected in parts is what is collected at once, however it is cut', () => {
  fc.assert(
    fc.property(arbitrary, fc.nat(20), fc.array(fc.nat(60)), (all, bound, cuts) => {
      const whole = findingsUpTo(bound);
      whole.add(all);
      const bounds = [0, ...cuts.map((cut) => Math.min(cut, all.length)).sort((one, other) => one - other), all.length];
      let joined = findingsUpTo(bound);
      for (const [at, start] of bounds.entries()) {
        const part = findingsUpTo(bound);
        part.add(all.slice(start, bounds[at + 1] ?? start));
        joined.addAll(JSON.parse(JSON.stringify(part.collected)));
        if (at % 3 === 0) joined = findingsUpTo(bound, joined);
      }
      expect([joined.kept, joined.omitted]).toEqual([whole.kept, whole.omitted]);
    }),
    { seed: 21, numRuns: 300 },
  );
});

test('as many are kept as the bound allows, errors first, and no reason has two more than another that was cut', () => {
  fc.assert(
    fc.property(arbitrary, fc.nat(40), (all, bound) => {
      const findings = findingsUpTo(bound);
      findings.add(all);
      expect(findings.kept.length).toBe(Math.min(all.length, bound));
      expect(findings.kept.length + findings.omitted).toBe(all.length);
      for (const level of ['error', 'warning'] as const) {
        const sizes = Map.groupBy(
          all.filter((one) => one.level === level),
          ({ reason }) => reason,
        );
        const kept = (reason: string) =>
          findings.kept.filter((one) => one.level === level && one.reason === reason).length;
        const cut = [...sizes].filter(([reason, { length }]) => kept(reason) < length).map(([reason]) => kept(reason));
        if (level === 'error' && cut.length > 0)
          expect(findings.kept.some((one) => one.level === 'warning')).toBe(false);
        const most = Math.max(0, ...[...sizes.keys()].map(kept));
        for (const share of cut) expect(most - share).toBeLessThanOrEqual(1);
      }
    }),
    { seed: 22, numRuns: 300 },
  );
});
