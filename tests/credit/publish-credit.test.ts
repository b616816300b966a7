import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayText, parseDay } from '../../schema/dates/day.ts';
import { shanghaiDay } from '../../schema/dates/shanghai-day.ts';
import { tiers } from '../../schema/privacy/tier.ts';
import { isPublic, publicityOf } from '../../schema/registers/credit/publicity.ts';
import { type CreditRecord, creditKinds, creditSeverities } from '../../schema/registers/credit/record.ts';
import { creditCsv, statement, subjects } from '../builders/credit-rows.ts';
import { type CreditTestStore, creditStore } from '../harness/credit-store.ts';

async function shownIds(at: CreditTestStore, place = 0): Promise<string[]> {
  const { publicity } = await at.edition();
  return (await at.statementsIn(publicity[place]?.root ?? null)).map(({ record }) => record.id).sort();
}

describe('publishing credit statements', () => {
  test('makes the register equal to the file, and moves no line that a tier sees', async () => {
    await using at = creditStore('2026-06-01T04:00:00Z');
    const report = await at.publish([
      statement('a'),
      statement('b', { kind: 'HONOUR', severity: null }),
      statement('c', { decidedOn: '2024-01-01' }),
    ]);
    expect(report).toMatchObject({
      register: 'CREDIT',
      published: true,
      edition: 1,
      rows: 3,
      inserted: 3,
      rejected: 0,
      sealed: { personId: 0 },
    });
    expect(report.findings).toEqual([]);
    expect(await shownIds(at)).toEqual(['a', 'b']);
    const { statements } = await at.edition();
    expect((await at.statementsIn(statements)).map(({ record }) => record)).toEqual([
      statement('a'),
      statement('b', { kind: 'HONOUR', severity: null }),
      statement('c', { decidedOn: '2024-01-01' }),
    ]);
    expect(await Promise.all(tiers.map((tier) => at.store.editions.latest(tier)))).toEqual([null, null, null, null]);
    await at.store.evidence.sequence(10);
    const [leaf, ...more] = await at.store.evidence.run(0);
    expect([leaf?.leaf.includes('"open":null'), more]).toEqual([true, []]);
  });

  test('of the same file again writes nothing', async () => {
    await using at = creditStore('2026-06-01T04:00:00Z');
    await at.publish([statement('a'), statement('b')]);
    at.setTime('2026-06-01T05:00:00Z');
    expect(await at.publish([statement('b'), statement('a')])).toMatchObject({
      edition: 1,
      inserted: 0,
      updated: 0,
      unchanged: 2,
      blocksWritten: 0,
    });
  });

  test('updates, and takes away what is no longer there', async () => {
    await using at = creditStore('2026-06-01T04:00:00Z');
    await at.publish([statement('a'), statement('b'), statement('c')]);
    const second = await at.publish([statement('a', { subject: subjects.other, title: 'Other' }), statement('c')], {
      allowRetirements: true,
    });
    expect(second).toMatchObject({ edition: 2, updated: 1, retired: 1, unchanged: 1 });
    const { statements, subjects: bySubject } = await at.edition();
    for (const root of [statements, bySubject])
      expect((await at.statementsIn(root)).map(({ record }) => record.id).sort()).toEqual(['a', 'c']);
    expect(await shownIds(at)).toEqual(['a', 'c']);
  });

  test('a dry run writes nothing', async () => {
    await using at = creditStore('2026-06-01T04:00:00Z');
    expect(await at.publish([statement('a')], { dryRun: true })).toMatchObject({
      published: false,
      inserted: 1,
      edition: 0,
    });
    expect(await at.store.creditEditions.latest()).toBeNull();
  });

  test('drops sealed cells, counts them, and repeats no number of a person', async () => {
    await using at = creditStore('2026-06-01T04:00:00Z');
    const id = '11010519491231002X';
    const lines = creditCsv([
      statement('a'),
      statement('b', { title: `about ${id}` }),
      statement(id, { documentNumber: null, title: null, sourceUrl: null }),
    ]).split('\n');
    const text = lines.map((line, place) => (place === 1 ? `${line}${id}` : line)).join('\n');
    const report = await at.publishText(text, { maxRejected: 1 });
    expect(report).toMatchObject({ rows: 3, inserted: 1, rejected: 2, sealed: { personId: 1 } });
    expect(report.findings.map(({ reason, column, value }) => [reason, column, value])).toEqual([
      ['PERSON_DATA', 'title', `<${id.length + 6} characters>`],
      ['BAD_CODE', 'id', '<18 characters>'],
    ]);
    expect(JSON.stringify(report)).not.toContain(id);
  });

  test.each([
    ['a wrong credit code', { subject: '91350100M000100Y42' }, 'BAD_CODE', 'subject'],
    ['an unknown kind', { kind: 'RUMOUR' as never }, 'BAD_VALUE', 'kind'],
    ['a penalty without a date', { decidedOn: null }, 'BAD_VALUE', 'decidedOn'],
    ['a penalty without a severity', { severity: null }, 'BAD_VALUE', 'severity'],
    ['a list entry without a severity', { kind: 'DISHONESTY', severity: null }, 'BAD_VALUE', 'severity'],
    ['an impossible date', { decidedOn: '2026-02-30' }, 'BAD_DATE', 'decidedOn'],
    ['a date beyond reason', { decidedOn: '9999-12-31' }, 'BAD_VALUE', 'decidedOn'],
    ['a title that is no line', { title: 'x'.repeat(501) }, 'BAD_VALUE', 'title'],
    ['an address of a script', { sourceUrl: 'javascript:alert(1)' }, 'BAD_VALUE', 'sourceUrl'],
  ] as const)('rejects %s', async (_, changed, reason, column) => {
    await using at = creditStore('2026-06-01T04:00:00Z');
    const report = await at.publish([statement('a'), statement('b', changed)], { maxRejected: 1 });
    expect(report).toMatchObject({ inserted: 1, rejected: 1 });
    expect(report.findings).toMatchObject([{ level: 'error', reason, column, line: 3 }]);
  });

  test('rejects an id that is there twice, and leaves what stands under it', async () => {
    await using at = creditStore('2026-06-01T04:00:00Z');
    await at.publish([statement('a'), statement('b')]);
    const report = await at.publish(
      [statement('a', { title: 'One' }), statement('a', { title: 'Two' }), statement('b')],
      { maxRejected: 1 },
    );
    expect(report).toMatchObject({ rejected: 2, unchanged: 1, retired: 0 });
    expect(report.findings.map(({ reason, line }) => [reason, line])).toEqual([
      ['DUPLICATE_KEY', 2],
      ['DUPLICATE_KEY', 3],
    ]);
    expect((await at.statementsIn((await at.edition()).statements))[0]?.record.title).toBe('Decision a');
  });

  test('is refused when it would take away too much, or too much is wrong, or nothing is there', async () => {
    await using at = creditStore('2026-06-01T04:00:00Z');
    await at.publish(['a', 'b', 'c'].map((id) => statement(id)));
    expect(await at.publish([statement('a')])).toMatchObject({
      refused: true,
      blocksWritten: 0,
      findings: [{ reason: 'TOO_MANY_RETIREMENTS' }],
    });
    const wrong = await at.publish([statement('a'), statement('b', { kind: 'RUMOUR' as never }), statement('c')]);
    expect(wrong).toMatchObject({
      refused: true,
      findings: [{ reason: 'BAD_VALUE' }, { reason: 'TOO_MANY_REJECTIONS' }],
    });
    expect(await at.publish([])).toMatchObject({ refused: true, findings: [{ reason: 'EMPTY' }] });
    expect((await at.edition()).number).toBe(1);
  });

  test('is refused, loudly, when the clock went back behind the newest edition', async () => {
    await using at = creditStore('2026-06-01T04:00:00Z');
    await at.publish([statement('a')]);
    at.setTime('2026-05-30T04:00:00Z');
    await expect(at.publish([statement('b')])).rejects.toThrow('the clock must not lie before the newest edition');
  });
});

describe('the turn of a day', () => {
  test('the trees of the days to come are there before they come', async () => {
    await using at = creditStore('2026-06-01T04:00:00Z'); // 1 June in Shanghai
    await at.publish([
      statement('ends-2', { severity: 'MINOR', decidedOn: '2026-05-02', withdrawnOn: '2026-06-02' }),
      statement('ends-3', { withdrawnOn: '2026-06-03' }),
      statement('opens-2', { kind: 'LICENCE', severity: null, decidedOn: '2026-06-02' }),
    ]);
    expect(await Promise.all([0, 1, 2].map((place) => shownIds(at, place)))).toEqual([
      ['ends-2', 'ends-3'],
      ['ends-3', 'opens-2'],
      ['opens-2'],
    ]);
  });

  test('the daily run moves what is over out, once', async () => {
    await using at = creditStore('2026-06-01T04:00:00Z');
    await at.publish([statement('a', { decidedOn: '2025-06-10' }), statement('b')]);
    at.setTime('2026-06-09T16:00:00Z'); // 00:00 on 10 June in Shanghai
    const expiry = await at.expire();
    expect(expiry).toMatchObject({ moved: true, edition: 2 });
    expect(expiry.days.map(dayText)).toEqual(['2026-06-10', '2026-06-11', '2026-06-12']);
    expect(await shownIds(at)).toEqual(['b']);
    expect(await at.expire()).toMatchObject({ moved: false, edition: 2, blocksWritten: 0 });
  });

  test('rules that come into force count from their first day on', async () => {
    await using at = creditStore('2026-03-30T04:00:00Z');
    await at.publish([statement('a', { decidedOn: '2025-02-01' }), statement('b', { decidedOn: '2025-12-01' })]);
    expect(await shownIds(at)).toEqual(['a', 'b']);
    expect((await at.edition()).publicity.map(({ day }) => dayText(day))).toEqual(['2026-03-30', '2026-03-31']);
    at.setTime('2026-04-01T04:00:00Z');
    await at.expire();
    expect(await shownIds(at)).toEqual(['b']);
  });

  test('whatever was published and turned, and in whatever steps: the trees are those of one publication', async () => {
    const dates = fc.integer({ min: 20_000, max: 20_700 }).map(dayText);
    const records = fc.uniqueArray(
      fc.record({
        id: fc.integer({ min: 0, max: 30 }).map((number) => `s${number}`),
        kind: fc.constantFrom(...creditKinds),
        severity: fc.constantFrom(...creditSeverities),
        subject: fc.constantFrom(subjects.company, subjects.other, subjects.body),
        decidedOn: dates,
        repairedOn: fc.option(dates, { nil: null }),
        withdrawnOn: fc.option(dates, { nil: null }),
      }),
      { selector: ({ id }) => id, minLength: 1, maxLength: 25 },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(records, fc.nat(40)), { minLength: 1, maxLength: 4 }), async (steps) => {
        await using at = creditStore('2026-03-20T04:00:00Z');
        let last: CreditRecord[] = [];
        let day = start;
        for (const [step, days] of steps) {
          last = step.map(({ id, ...changed }) => statement(id, changed));
          await at.publish(last, { allowRetirements: true });
          day += days;
          at.setTime(`${dayText(day)}T04:00:00Z`);
          await at.expire();
        }
        const { publicity } = await at.edition();
        for (const [place, tree] of publicity.entries()) {
          const wanted = last.filter((record) => isPublic(record, tree.day)).map(({ id }) => id);
          expect(await shownIds(at, place)).toEqual(wanted.sort());
        }
        const today = shanghaiDay(at.clock());
        expect(publicity[0]?.day).toBe(today);
        const waiting = await at.statementsIn((await at.edition()).waiting);
        const toCome = last.filter((record) => publicityOf(record, today).from > today).map(({ id }) => id);
        expect(waiting.map(({ record }) => record.id).sort()).toEqual(toCome.sort());
      }),
      { seed: 7, numRuns: 25 },
    );
  });
});

const parsedStart = parseDay('2026-03-20');
const start = parsedStart.ok ? parsedStart.value : 0;
