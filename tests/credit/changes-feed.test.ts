import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { createCreditFunction } from '../../functions/credit/create-credit-function.ts';
import { dayText } from '../../schema/dates/day.ts';
import { shanghaiDay, shanghaiMidnightAfter } from '../../schema/dates/shanghai-day.ts';
import type { Tier } from '../../schema/privacy/tier.ts';
import {
  type CreditCaller,
  type CreditPort,
  mostBytesCarried,
  type WatchedChange,
} from '../../schema/registers/credit/credit-port.ts';
import { secondsSince2000 } from '../../schema/registers/credit/entries.ts';
import type { CreditRecord } from '../../schema/registers/credit/record.ts';
import { statement, subjects } from '../builders/credit-rows.ts';
import { type CreditTestStore, creditStore } from '../harness/credit-store.ts';

const first = '2026-06-01T04:00:00Z';
const midnight = '2026-06-02T16:00:00Z'; // 3 June in Shanghai
const secondOf = (instant: string) => secondsSince2000(Date.parse(instant));
const callerOf = (tier: Tier): CreditCaller => ({ key: tier, tier, name: tier, client: tier, subject: null });

interface Feed {
  readonly credit: CreditPort;
  readonly caller: CreditCaller;
}

async function feedOf(at: CreditTestStore, tier: Tier = 'ENTERPRISE'): Promise<Feed> {
  const credit = createCreditFunction({ ...at.store, pepper: new Uint8Array(32), clock: at.clock, perDay: null });
  const caller = callerOf(tier);
  await credit.watch({ caller, subjects: [subjects.company, subjects.other], watched: true });
  return { credit, caller };
}

/** All that a poll tells, page by page. */
async function poll({ credit, caller }: Feed, since: number, limit = 100): Promise<readonly WatchedChange[]> {
  const told: WatchedChange[] = [];
  for (let more = true; more; ) {
    const last = told.at(-1);
    const after = last === undefined ? null : { seq: last.seq, key: last.statement.key };
    const page = await credit.changes({ caller, since, after, limit, mostBytes: mostBytesCarried });
    if (after === null && !page.hasNext) expect(page.total).toBe(page.nodes.length);
    told.push(...page.nodes);
    more = page.hasNext;
  }
  return told;
}

/** What the reports show now: each statement by key and title. */
async function shownNow({ credit, caller }: Feed): Promise<readonly string[]> {
  const wanted = { purpose: 'LENDING', reference: 'R', mostBytes: mostBytesCarried } as const;
  const told = await credit.reports({ caller, subjects: [subjects.company, subjects.other], ...wanted });
  return told.flatMap(({ statements }) => statements.map(nameOf));
}

const nameOf = ({ key, title }: { readonly key: string; readonly title: string | null }) => `${key} ${title}`;
const told = (changes: readonly WatchedChange[]) => changes.map(({ seq, statement: { key } }) => [key, seq]);

describe('a statement whose publicity begins after its publication', () => {
  const both = [statement('a'), statement('later', { decidedOn: '2026-06-03' })];

  test('is told when its day has come, to whoever polled before', async () => {
    await using at = creditStore(first);
    await at.publish(both);
    const feed = await feedOf(at);
    const known = await poll(feed, 0);
    expect(told(known)).toEqual([['a', secondOf(first)]]);
    at.setTime('2026-06-04T04:00:00Z');
    expect(await shownNow(feed)).toEqual(['a Decision a', 'later Decision later']);
    const [change, ...more] = await poll(feed, secondOf(first));
    expect(change).toMatchObject({ seq: secondOf(midnight), at: '2026-06-02T16:00:00.000Z' });
    expect([change?.statement.key, more]).toEqual(['later', []]);
    expect(await poll(feed, secondOf(midnight))).toEqual([]);
    expect(told(await poll(feed, 0))).toEqual([...told(known), ['later', secondOf(midnight)]]);
  });

  test('is told to an authority at once, and not again', async () => {
    await using at = creditStore(first);
    await at.publish(both);
    const feed = await feedOf(at, 'GOVERNMENT');
    expect(told(await poll(feed, 0, 1))).toEqual([
      ['a', secondOf(first)],
      ['later', secondOf(first)],
    ]);
    for (const instant of [midnight, '2026-06-04T04:00:00Z']) {
      at.setTime(instant);
      expect(await poll(feed, secondOf(first))).toEqual([]);
    }
  });

  test('is told by its publication where it was published when it could be shown', async () => {
    await using at = creditStore('2026-06-03T04:00:00Z');
    await at.publish(both);
    const seq = secondOf('2026-06-03T04:00:00Z');
    expect(told(await poll(await feedOf(at), 0))).toEqual([
      ['a', seq],
      ['later', seq],
    ]);
  });

  test('comes behind a page that was given on the evening before', async () => {
    await using at = creditStore(first);
    await at.publish([...both, statement('b')]);
    const { credit, caller } = await feedOf(at);
    at.setTime('2026-06-02T15:59:59.900Z');
    const wanted = { caller, since: 0, limit: 1, mostBytes: mostBytesCarried };
    const page = await credit.changes({ ...wanted, after: null });
    expect([told(page.nodes), page.hasNext]).toEqual([[['a', secondOf(first)]], true]);
    at.setTime('2026-06-02T16:01:00Z');
    const rest = await credit.changes({ ...wanted, limit: 9, after: { seq: secondOf(first), key: 'a' } });
    expect(told(rest.nodes)).toEqual([
      ['b', secondOf(first)],
      ['later', secondOf(midnight)],
    ]);
  });

  test('waits for a minute, with all that is of its day: a publication of the evening before may be on its way', async () => {
    await using at = creditStore(first);
    await at.publish(both);
    const feed = await feedOf(at);
    at.setTime('2026-06-02T15:59:59.500Z');
    expect(told(await poll(feed, 0))).toEqual([['a', secondOf(first)]]);
    await at.publish([...both, statement('evening')]); // behind the edition that is held for a second
    at.setTime('2026-06-02T16:00:00.200Z');
    expect(await poll(feed, secondOf(first))).toEqual([]);
    at.setTime('2026-06-02T16:00:00.700Z');
    await at.publish([...both, statement('evening'), statement('same-second')]);
    at.setTime('2026-06-02T16:00:59.999Z');
    expect(told(await poll(feed, secondOf(first)))).toEqual([['evening', secondOf(midnight) - 1]]);
    at.setTime('2026-06-02T16:01:00Z');
    expect(told(await poll(feed, secondOf(midnight) - 1))).toEqual([
      ['later', secondOf(midnight)],
      ['same-second', secondOf(midnight)],
    ]);
  });
});

test('a publication that midnight overtakes is made anew, with a second of the new day', async () => {
  await using at = creditStore('2026-06-02T15:59:00Z');
  await at.publish([statement('a')]);
  at.setTime('2026-06-02T15:59:59Z');
  const reported = vi
    .spyOn(at.store.objects, 'put')
    .mockImplementationOnce(async () => at.setTime('2026-06-02T16:00:02Z'));
  const moved = vi.spyOn(at.store.creditEditions, 'move');
  await at.publish([statement('a'), statement('b')]);
  expect([reported.mock.calls.length, moved.mock.calls.length]).toEqual([2, 1]); // the report is stored last before it moves
  const { number, statements } = await at.edition();
  expect(number).toBe(2);
  expect((await at.statementsIn(statements)).map(({ record, since }) => [record.id, since])).toEqual([
    ['a', secondOf('2026-06-02T15:59:00Z')],
    ['b', secondOf('2026-06-02T16:00:02Z')],
  ]);
});

type Dates = Pick<CreditRecord, 'decidedOn' | 'withdrawnOn' | 'kind' | 'severity' | 'subject'>;
type Event =
  | { readonly kind: 'poll'; readonly limit: number }
  | { readonly kind: 'publish'; readonly changes: ReadonlyMap<string, Dates | null> }
  | { readonly kind: 'expire' };

const start = shanghaiDay(Date.parse(first));
/** Often the day that comes first. */
const dateText = fc.oneof(fc.constant(1), fc.integer({ min: -2, max: 6 })).map((days) => dayText(start + days));
const dates: fc.Arbitrary<Dates> = fc.record({
  decidedOn: dateText,
  withdrawnOn: fc.option(dateText, { nil: null, freq: 3 }),
  kind: fc.constant('PENALTY'),
  severity: fc.constantFrom('ORDINARY', 'SERIOUS'),
  subject: fc.constantFrom(subjects.company, subjects.other),
});
const ids = ['p', 'q', 'r', 's', 't', 'u', 'v', 'w'];
/** Up to `most` statements that come, change, or go. */
const changesUpTo = (most: number) =>
  fc
    .uniqueArray(fc.tuple(fc.constantFrom(...ids), fc.option(dates, { nil: null, freq: 5 })), {
      ...{ minLength: 1, maxLength: most },
      selector: ([id]) => id,
    })
    .map((each) => new Map(each));
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('poll'), limit: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('publish'), changes: changesUpTo(2) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('expire') }) },
);
type Step = (now: number) => number;
const soon: fc.Arbitrary<Step> = fc.nat(700).map((more) => (now) => now + more);
const midnightAnd = (min: number, max: number): fc.Arbitrary<Step> =>
  fc.integer({ min, max }).map((offset) => (now) => Math.max(now, shanghaiMidnightAfter(now) + offset));
const steps = (event: fc.Arbitrary<Event>, step: fc.Arbitrary<Step>) =>
  fc.array(fc.tuple(step, event), { minLength: 12, maxLength: 24 });
/** Soon, in the same second often; some time later; or close to midnight. */
const anywhere = fc.oneof(
  soon,
  fc.nat(100_000_000).map(
    (more): Step =>
      (now) =>
        now + more,
  ),
  midnightAnd(-1_500, 1_000),
  midnightAnd(-1_500, 61_000),
);
const scenarios: Readonly<Record<string, fc.Arbitrary<readonly (readonly [Step, Event])[]>>> = {
  'whenever one polls': steps(event, anywhere),
  'in the seconds about a midnight': fc
    .tuple(changesUpTo(8), midnightAnd(-1_500, 0), steps(event, soon))
    .map(([changes, move, rest]) => [
      [(now) => now, { kind: 'publish', changes }],
      [move, { kind: 'poll', limit: 9 }],
      ...rest,
    ]),
};

/** What is published next: one that is given other dates has a title of its own, and the register is never empty. */
function recordsAfter(
  standing: readonly CreditRecord[],
  changes: ReadonlyMap<string, Dates | null>,
  version: number,
): readonly CreditRecord[] {
  const next = new Map(standing.map((record) => [record.id, record]));
  for (const [id, changed] of changes) {
    if (changed !== null) next.set(id, statement(id, { ...changed, title: `version ${version}` }));
    else if (next.size > 1) next.delete(id);
  }
  return [...next.values()];
}

/** A publication in the last second of a day, in which another was, would be of the next day: reading refuses it until then. */
async function fits(at: CreditTestStore): Promise<boolean> {
  const base = await at.store.creditEditions.latest();
  return base === null || shanghaiDay(Date.parse(base.at) + 1000) <= shanghaiDay(at.clock());
}

test.each(Object.keys(scenarios))(
  'law: %s, with the last seq handed on, one is told all that reports show anew, and nothing twice',
  async (name) => {
    const scenario = scenarios[name];
    if (scenario === undefined) throw new Error(`no scenario ${name}`);
    let changesTold = 0;
    let turned = 0;
    await fc.assert(
      fc.asyncProperty(scenario, async (events) => {
        await using at = creditStore(first);
        await at.publish([statement('p')]);
        const feed = await feedOf(at);
        const known = new Set<string>();
        let [since, now, standing] = [0, Date.parse(first), [statement('p')] as readonly CreditRecord[]];
        const ask = async (limit: number) => {
          const shown = await shownNow(feed);
          const changes = await poll(feed, since, limit);
          for (const { statement: one, seq } of changes) {
            expect(known).not.toContain(nameOf(one));
            expect(shown).toContain(nameOf(one));
            expect(seq).toBeGreaterThan(since);
            known.add(nameOf(one));
            if ((seq + 8 * 3_600) % 86_400 === 0) turned += 1;
          }
          changesTold += changes.length;
          since = changes.at(-1)?.seq ?? since;
          const isEarly = shanghaiDay(now - 60_000) < shanghaiDay(now);
          if (!isEarly) expect([...known]).toEqual(expect.arrayContaining([...shown]));
        };
        for (const [place, [move, what]] of events.entries()) {
          now = move(now);
          at.setTime(new Date(now).toISOString());
          if (what.kind === 'poll') await ask(what.limit);
          else if (!(await fits(at))) continue;
          else if (what.kind === 'expire') await at.expire();
          else {
            standing = recordsAfter(standing, what.changes, place);
            const { published: isDone } = await at.publish(standing, { allowRetirements: true });
            expect(isDone).toBe(true);
          }
        }
        now += 90_000;
        at.setTime(new Date(now).toISOString());
        await ask(2);
      }),
      { seed: 1125, numRuns: 50 },
    );
    expect(changesTold).toBeGreaterThan(100);
    expect(turned).toBeGreaterThan(20);
  },
  120_000,
);
