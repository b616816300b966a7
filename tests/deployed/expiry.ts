import { expect, test } from 'vitest';
import { shanghaiDay } from '../../schema/dates/shanghai-day.ts';
import { subjects } from '../builders/credit-rows.ts';
import type { Deployment } from '../harness/deployment.ts';
import { invoke } from '../harness/invoke.ts';
import type { HttpPlace } from '../suite/place.ts';

const report = `query ($subject: CreditCode!) { creditReport(subject: $subject, purpose: CONTRACT, reference: "Expiry") {
  __typename ... on CreditReport { noneFound statements { totalCount nodes { key isPublic publicUntil } } } } }`;

/** The daily run of a deployment that holds the story's statements. */
export function expirySuite(deployment: () => Deployment, place: () => HttpPlace): void {
  const answers = async () => {
    const asked = (['PUBLIC', 'ENTERPRISE', 'GOVERNMENT'] as const).map(async (tier) => {
      const { data, errors } = await place().ask(report, { subject: subjects.company }, tier);
      expect(errors).toEqual([]);
      return data.creditReport;
    });
    return Promise.all(asked);
  };

  test('has the statements of today and the days to come ready, changes no answer, and finds nothing to do again', async () => {
    const before = await answers();
    expect(before.map(({ statements }) => statements.totalCount)).toEqual([2, 2, 4]);
    const first = (await invoke(deployment(), 'expire')) as {
      readonly edition: number;
      readonly days: readonly number[];
    };
    expect(first.edition).toBeGreaterThanOrEqual(1);
    const today = shanghaiDay(Date.now());
    expect(first.days).toEqual(expect.arrayContaining([today, today + 1]));
    const again = await invoke(deployment(), 'expire');
    expect(again).toEqual({ moved: false, edition: first.edition, days: first.days, blocksWritten: 0 });
    expect(await answers()).toEqual(before);
  });
}
