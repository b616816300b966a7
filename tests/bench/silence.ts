import { setImmediate as breathe } from 'node:timers/promises';
import type { Store } from '../../schema/ports.ts';
import type { CreditRecord } from '../../schema/registers/credit/record.ts';
import { statement } from '../builders/credit-rows.ts';
import { withCreditCheck } from '../codes/generated-credit-codes.ts';
import { creditStore, publishStatements } from '../harness/credit-store.ts';
import { creditAsker } from './credit-asker.ts';
import { type Figure, figure } from './figure.ts';
import { median, timed } from './timing.ts';

const pairs = 10_000;
const rounds = 20;
const warmUps = 100;
const others = 500;

/**
 * Whether the time of an answer tells what is not in it: two stores that differ only in penalties that are over, asked in turns.
 * AUC is the chance that of two answers the slower one comes from the store that hides something: 0.5 is that of a coin. One of
 * two handlers of a process may be the slower for reasons of V8's and the memory's own, by either store and for as long as it lives; so
 * there are many pairs of stores, of which now the one is made first and now the other, and the chance is the median of theirs: what
 * hides in the stores would tell in all.
 */
export async function benchSilence(): Promise<readonly Figure[]> {
  const chances: number[] = [];
  for (let round = 0; round < rounds; round += 1) chances.push(await chanceOf(round % 2 === 1));
  return [
    figure({
      name: 'silence',
      metric: `answer times of two stores, one of which hides penalties: AUC over ${pairs.toLocaleString('en')} pairs`,
      unit: 'chance',
      value: median(chances),
      peer: 'a coin',
      peerValue: 0.5,
      target: { of: 'value', least: 0.48, most: 0.52 },
    }),
  ];
}

/** The chance of one pair of stores. */
async function chanceOf(hidingIsFirst: boolean): Promise<number> {
  const now = new Date().toISOString();
  await using first = creditStore(now);
  await using second = creditStore(now);
  const all = hidingIsFirst ? [...shown(), ...hidden()] : shown();
  await publishStatements(first.store, all, Date.parse(now));
  await publishStatements(second.store, hidingIsFirst ? shown() : [...shown(), ...hidden()], Date.parse(now));
  const askers = [first, second].map(({ store }) => creditAsker(unwitnessed(store)));
  const times: [number[], number[]] = [[], []];
  for (let pair = 0; pair < warmUps + pairs / rounds; pair += 1) {
    // Who comes first changes, so that nobody always finds the caches of the processor as the other left them.
    for (const place of (pair * 2_654_435_761) % 2 ** 32 < 2 ** 31 ? ([0, 1] as const) : ([1, 0] as const)) {
      const milliseconds = await timed(() => askers[place]?.ask());
      if (pair >= warmUps) times[place].push(milliseconds);
    }
    if (pair % 100 === 0) await breathe();
  }
  const [left, right] = hidingIsFirst ? times.toReversed() : times;
  return areaUnderCurve(left ?? [], right ?? []);
}

/** Evidence waits for the disk, whatever is asked: that would only hide what is to be found. */
function unwitnessed(store: Store): Store {
  return { ...store, evidence: { ...store.evidence, charge: async () => ({ granted: true as const }) } };
}

function shown(): readonly CreditRecord[] {
  const codes = Array.from({ length: others }, (_, place) =>
    withCreditCheck(`91440300MA5${String(place).padStart(5, '0')}X`),
  );
  const licences = Array.from({ length: 5 }, (_, place) =>
    statement(`shown${place}`, { kind: 'LICENCE', severity: null }),
  );
  return [
    ...licences,
    ...codes.map((subject, place) => statement(`other${place}`, { subject, kind: 'HONOUR', severity: null })),
  ];
}

/** As many as make a difference, if any does: of the subject asked about, all of them over. */
function hidden(): readonly CreditRecord[] {
  return Array.from({ length: 200 }, (_, place) =>
    statement(`hidden${place}`, { decidedOn: '2020-01-01', severity: 'SERIOUS' }),
  );
}

/** The chance that one of `right` is greater than one of `left` (Mann and Whitney; equal ones count half). */
export function areaUnderCurve(left: readonly number[], right: readonly number[]): number {
  const all = [...left.map((time) => [time, 0] as const), ...right.map((time) => [time, 1] as const)];
  all.sort(([one], [other]) => one - other);
  let ranks = 0;
  for (let start = 0; start < all.length; ) {
    let end = start;
    while (end < all.length && all[end]?.[0] === all[start]?.[0]) end += 1;
    const rank = (start + 1 + end) / 2;
    for (let place = start; place < end; place += 1) if (all[place]?.[1] === 1) ranks += rank;
    start = end;
  }
  return (ranks - (right.length * (right.length + 1)) / 2) / (left.length * right.length);
}
