import { beforeAll, expect, test } from 'vitest';
import type { Tier } from '../../schema/privacy/tier.ts';
import { subjects } from '../builders/credit-rows.ts';
import { closedOfTrader, entitiesOfStory } from '../builders/story-entities.ts';
import { storyKeys } from '../builders/story-statements.ts';
import type { Place } from './place.ts';

const shown =
  'subject noneFound statements(first: 50) { totalCount nodes { key kind isPublic publicUntil } } receipt { id }';
const question = `query ($subject: CreditCode!) { creditReport(subject: $subject, purpose: CONTRACT, reference: "Suite") {
  __typename ... on CreditReport { ${shown} } } }`;

interface Shown {
  readonly key: string;
  readonly isPublic: boolean;
}

const keysOf = (nodes: readonly Shown[]) => nodes.map(({ key }) => key).sort();

/** What is answered of credit statements that stand (story-statements.ts). */
export function creditStatementsSuite(open: () => Promise<Place>): void {
  let place: Place;
  beforeAll(async () => {
    place = await open();
  });
  const reportOf = async (subject: string, tier?: Tier) => {
    const { data, errors } = await place.ask(question, { subject }, tier);
    expect(errors).toEqual([]);
    return data.creditReport;
  };

  test('a report tells what may be shown, of which kinds there is nothing, and has a receipt', async () => {
    for (const tier of ['PUBLIC', 'REGISTERED', 'ENTERPRISE'] as const) {
      const report = await reportOf(subjects.company, tier);
      expect(report).toMatchObject({
        ...{ __typename: 'CreditReport', subject: subjects.company },
        noneFound: ['HONOUR', 'DISHONESTY', 'ABNORMALITY', 'COMMITMENT'],
        statements: { totalCount: 2, nodes: [{ isPublic: true }, { isPublic: true }] },
        receipt: { id: expect.stringMatching(/^[0-9a-f]{40,}$/) },
      });
      expect(keysOf(report.statements.nodes)).toEqual(storyKeys.shown);
    }
  });

  test('a statement whose time is over, and one that was repaired, are shown to authorities alone, marked as such', async () => {
    const { statements } = await reportOf(subjects.company, 'GOVERNMENT');
    expect(statements.totalCount).toBe(4);
    const nodes: readonly Shown[] = statements.nodes;
    expect(keysOf(nodes.filter(({ isPublic }) => isPublic))).toEqual(storyKeys.shown);
    expect(keysOf(nodes.filter(({ isPublic }) => !isPublic))).toEqual(storyKeys.over);
  });

  test('a report shows the entity of its code, as far as whoever asks may read of it', async () => {
    const asked = `query ($subject: CreditCode!) { creditReport(subject: $subject, purpose: CONTRACT, reference: "Suite") {
      ... on CreditReport { entity { code name capital } statements { totalCount } } } }`;
    const [company, soleTrader] = [entitiesOfStory.company, entitiesOfStory.soleTrader];
    const named = { code: company, name: '示例星河科技（深圳）有限公司' };
    for (const [subject, tier, entity, closed] of [
      [company, 'PUBLIC', { ...named, capital: null }, ['Entity.capital']],
      [company, 'ENTERPRISE', { ...named, capital: 100.5 }, []],
      [soleTrader, 'REGISTERED', { code: soleTrader, name: null, capital: null }, ['Entity.capital', 'Entity.name']],
      [soleTrader, 'ENTERPRISE', { code: soleTrader, name: closedOfTrader.name, capital: null }, []],
    ] as const) {
      const { data, errors, withheld } = await place.ask(asked, { subject }, tier);
      expect(errors).toEqual([]);
      expect(data.creditReport.entity).toEqual(entity);
      expect(data.creditReport.statements.totalCount).toBeGreaterThan(0);
      expect(withheld.map(({ coordinate }) => coordinate)).toEqual(closed);
    }
  });

  test('an enterprise asks about many at once, and gets each report in its place', async () => {
    const list = [subjects.association, subjects.other, subjects.company];
    const { data, errors } = await place.ask(
      `query ($list: [CreditCode!]!) { creditReports(subjects: $list, purpose: LENDING, reference: "Suite") {
        __typename ... on CreditReport { ${shown} } } }`,
      { list },
      'ENTERPRISE',
    );
    expect(errors).toEqual([]);
    const [association, other, company] = data.creditReports;
    expect(association).toMatchObject({
      subject: subjects.association,
      statements: { totalCount: 1, nodes: [{ key: 'story-honour', kind: 'HONOUR', publicUntil: null }] },
    });
    expect(association.noneFound).not.toContain('HONOUR');
    expect(other).toEqual({ __typename: 'CreditNotFound' });
    expect(keysOf(company.statements.nodes)).toEqual(storyKeys.shown);
    expect(company.receipt.id).not.toBe(association.receipt.id);
  });

  test('whoever watches an organisation is told of its statements, page by page, and of none of what is over', async () => {
    const list = [subjects.company, subjects.association];
    const change = (verb: 'watch' | 'unwatch') =>
      place.ask(`mutation ($list: [CreditCode!]!) { ${verb}(subjects: $list) { count } }`, { list }, 'ENTERPRISE');
    expect((await change('watch')).data.watch.count).toBe(2);
    const told: { readonly subject: string; readonly statement: { readonly key: string } }[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { data, errors } = await place.ask(
        `query ($after: String) { creditChanges(since: 0, first: 2, after: $after) {
          nodes { seq subject statement { key } } pageInfo { hasNextPage endCursor } } }`,
        { after },
        'ENTERPRISE',
      );
      expect(errors).toEqual([]);
      told.push(...data.creditChanges.nodes);
      after = data.creditChanges.pageInfo.endCursor;
      more = data.creditChanges.pageInfo.hasNextPage;
    }
    expect(told.map(({ subject, statement: { key } }) => [subject, key]).sort()).toEqual(
      [[subjects.association, 'story-honour'], ...storyKeys.shown.map((key) => [subjects.company, key])].sort(),
    );
    expect((await change('unwatch')).data.unwatch.count).toBe(0);
    const none = await place.ask('{ creditChanges(since: 0) { nodes { seq } } }', {}, 'ENTERPRISE');
    expect(none.data.creditChanges.nodes).toEqual([]);
  });
}
