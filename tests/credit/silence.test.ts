import { describe, expect, test } from 'vitest';
import { dayText, parseDay } from '../../schema/dates/day.ts';
import type { BlockReader } from '../../schema/ports.ts';
import type { Tier } from '../../schema/privacy/tier.ts';
import type { CreditRecord } from '../../schema/registers/credit/record.ts';
import { statement, subjects } from '../builders/credit-rows.ts';
import { withCreditCheck } from '../codes/generated-credit-codes.ts';
import { publishStatements } from '../harness/credit-store.ts';
import { testServer } from '../harness/server.ts';

/** A call of the block port: what was asked for, and the sizes of what came. */
type Call = readonly (readonly [name: string, bytes: number])[];

interface Seen {
  readonly answers: readonly string[];
  readonly calls: readonly Call[];
}

const first = '2026-06-01T04:00:00Z';
const many = Array.from({ length: 400 }, (_, place) =>
  withCreditCheck(`91440300MA5${String(place).padStart(5, '0')}X`),
);

/** What everybody may see: enough that the tree has levels. */
const shown: readonly CreditRecord[] = [
  ...many.flatMap((subject, place) => [
    statement(`p${place}`, { subject, decidedOn: dayText(start(-30 - (place % 300))) }),
    statement(`l${place}`, { subject, kind: 'LICENCE', severity: null }),
  ]),
  statement('open'),
  statement('ends-tomorrow', { withdrawnOn: '2026-06-02' }),
];

/** What only authorities see: about subjects that have statements, and about some that have none. */
const hidden: readonly CreditRecord[] = [
  ...many
    .slice(0, 200)
    .map((subject, place) => statement(`h${place}`, { subject, decidedOn: '2020-02-02', severity: 'SERIOUS' })),
  statement('expired', { decidedOn: '2024-05-01' }),
  statement('repaired', { decidedOn: '2026-01-01', repairedOn: '2026-02-01' }),
  statement('withdrawn', { kind: 'ABNORMALITY', severity: null, withdrawnOn: '2026-05-31' }),
  statement('of-nobody', { subject: subjects.other, decidedOn: '2019-01-01' }),
];

function start(days: number): number {
  const parsed = parseDay('2026-06-01');
  return (parsed.ok ? parsed.value : 0) + days;
}

const report = `query ($subject: CreditCode!) { creditReport(subject: $subject, purpose: CONTRACT, reference: "R") {
  __typename ... on CreditReport { asOf noneFound statements { totalCount nodes { key publicUntil } pageInfo { hasNextPage endCursor } } } } }`;
const changes =
  '{ creditChanges(since: 0, first: 5) { totalCount pageInfo { hasNextPage endCursor } nodes { seq statement { key } } } }';
const asked = [
  subjects.company,
  subjects.other,
  subjects.body,
  many[0] ?? '',
  many[250] ?? '',
  withCreditCheck('A1000000000000000'),
];

const batch = `{ creditReports(subjects: ${JSON.stringify(asked)}, purpose: CONTRACT, reference: "R") { __typename ... on CreditReport {
  noneFound statements(first: 3) { totalCount nodes { key publicUntil } pageInfo { hasNextPage endCursor } } } } }`;

/** All that a viewer and the block port see of a store with `extra` statements, at `instants`. */
async function look(
  extra: readonly CreditRecord[],
  instants: readonly string[],
  tier: Tier = 'ENTERPRISE',
): Promise<Seen> {
  let now = Date.parse(first);
  const calls: Call[] = [];
  const blocks: BlockReader = {
    read: async (blockClass, names) => {
      const found = await server.store.blocks.read(blockClass, names);
      calls.push(names.map((name) => [name, found.get(name)?.length ?? -1]));
      return found;
    },
  };
  await using server = await testServer({ clock: () => now, credit: { blocks } });
  await publishStatements(server.store, [...shown, ...extra], now);
  const { api } = tier === 'PUBLIC' ? server : await server.admit(tier);
  const watching = tier === 'ENTERPRISE';
  if (watching)
    await api.post('mutation ($subjects: [CreditCode!]!) { watch(subjects: $subjects) { count } }', {
      subjects: asked,
    });
  const answers: string[] = [];
  for (const instant of instants) {
    now = Date.parse(instant);
    for (const subject of asked) answers.push((await api.post(report, { subject })).text);
    if (watching) for (const document of [changes, batch]) answers.push((await api.post(document)).text);
    answers.push(
      (await server.api.post('{ catalogue { register seq rows } myAccess { limits { credit { remaining } } } }')).text,
    );
  }
  return { answers, calls };
}

describe('two stores that differ only in what the viewer may not see', () => {
  const instants = [first, '2026-06-01T15:59:59Z', '2026-06-01T16:00:00Z', '2026-06-03T04:00:00Z'];

  test('give the same bytes and the same trace: calls, names and sizes of blocks', async () => {
    const [without, whole] = [await look([], instants), await look(hidden, instants)];
    expect(whole.answers).toEqual(without.answers);
    expect(whole.calls).toEqual(without.calls);
    expect(whole.answers.join('')).toContain('ends-tomorrow');
  });

  test.each(['PUBLIC', 'REGISTERED'] as const)('tell tier %s no more', async (tier) => {
    const [without, whole] = [await look([], instants, tier), await look(hidden, instants, tier)];
    expect(whole).toEqual(without);
    expect(whole.answers.join('')).toContain('ends-tomorrow');
  });

  test('are told apart by authorities, who see what differs', async () => {
    expect(await look(hidden, instants, 'GOVERNMENT')).not.toEqual(await look([], instants, 'GOVERNMENT'));
  });

  test('also when what differs was seen until midnight, and nothing was moved out yet', async () => {
    const ended = [
      statement('was-seen', { withdrawnOn: '2026-06-02' }),
      statement('was-seen-too', { decidedOn: '2025-06-02', subject: many[0] ?? '' }),
    ];
    const after = instants.slice(2);
    const [without, whole] = [await look([], after), await look(ended, after)];
    expect(whole).toEqual(without);
    expect((await look(ended, instants.slice(0, 1))).answers).not.toEqual(
      (await look([], instants.slice(0, 1))).answers,
    );
  });

  test('and the first query makes as many calls as the tree has levels, each that follows one fewer, whatever is asked and found', async () => {
    const { calls } = await look(hidden, [first]);
    const [root, below, ...following] = calls;
    expect([root?.length, below?.length, following.length]).toEqual([1, 1, asked.length + 2 - 1]);
    for (const call of following) expect(call[0]).toEqual(root?.[0]);
    // Of one organisation as many blocks as of another: the root and where it would stand.
    expect(following.slice(0, asked.length - 1).map(({ length }) => length)).toEqual(Array(asked.length - 1).fill(2));
  });
});
