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
