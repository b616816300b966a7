import { describe, expect, test } from 'vitest';
import { createCreditFunction } from '../../functions/credit/create-credit-function.ts';
import type { BlockReader } from '../../schema/ports.ts';
import type { CreditCaller } from '../../schema/registers/credit/credit-port.ts';
import { statement, subjects } from '../builders/credit-rows.ts';
import { withCreditCheck } from '../codes/generated-credit-codes.ts';
import { type CreditTestStore, creditStore } from '../harness/credit-store.ts';

const caller: CreditCaller = { key: 'client 1', tier: 'REGISTERED', name: 'One', client: '1', subject: null };
const codes = Array.from({ length: 400 }, (_, place) =>
  withCreditCheck(`91440300MA5${String(place).padStart(5, '0')}X`),
);
const before = withCreditCheck('A1000000000000000');

/** The function over a tree of two levels, and the calls of the block port of each question. */
async function functionOver(at: CreditTestStore, change: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes) {
  await at.publish(codes.flatMap((subject) => ['a', 'b'].map((id) => statement(`${id}${subject}`, { subject }))));
  const calls: string[][] = [];
  let altered = false;
  const blocks: BlockReader = {
    read: async (blockClass, names) => {
      calls.push([...names]);
      const found = await at.store.blocks.read(blockClass, names);
      return altered ? new Map([...found].map(([name, bytes]) => [name, change(bytes)])) : found;
    },
  };
  const parts = { ...at.store, blocks, pepper: new Uint8Array(32), clock: at.clock, perDay: null };
  const credit = createCreditFunction(parts);
  const ask = async (...about: readonly string[]) => {
    calls.length = 0;
    const asked = { caller, subjects: about, purpose: 'CONTRACT', reference: null, mostBytes: 1e6 } as const;
    const outcomes = await credit.reports(asked);
    return { keys: outcomes.flatMap(({ statements }) => statements.map(({ key }) => key)), calls: [...calls] };
  };
  return {
    ask,
    alter: () => {
      altered = true;
    },
  };
}

describe('the root of a tree, once it was read', () => {
  test.each([
    ['one organisation', [codes[7] ?? '']],
    ['many', codes.filter((_, place) => place % 9 === 0).slice(0, 45)],
    ['one before all others', [before]],
    ['one of whom nothing is known', [subjects.other]],
  ])('lets blocks be asked for in one call that were asked for in two, and the same ones, of %s', async (_, about) => {
    await using at = creditStore('2026-06-01T04:00:00Z');
    const { ask } = await functionOver(at);
    const [first, second] = [await ask(...about), await ask(...about)];
    expect(second.keys).toEqual(first.keys);
    const [root = [], below = [], ...more] = first.calls;
    expect([root.length, more]).toEqual([1, []]);
    // Of whom nothing can be found something is read all the same.
    expect(second.calls).toEqual([[...root, ...(about[0] === before ? [expect.any(String)] : below)]]);
    expect(first.keys.length).toBe(about.filter((code) => codes.includes(code)).length * 2);
  });

  test('is known whoever was asked about, and nothing of their statements', async () => {
    await using at = creditStore('2026-06-01T04:00:00Z');
    const { ask } = await functionOver(at);
    await ask(codes[3] ?? '');
    const other = await ask(codes[300] ?? '');
    expect(other.calls.map(({ length }) => length)).toEqual([2]);
    expect(other.keys).toHaveLength(2);
  });

  test('is read and verified again for each answer', async () => {
    await using at = creditStore('2026-06-01T04:00:00Z');
    const { ask, alter } = await functionOver(at, (bytes) => Buffer.concat([bytes, Buffer.from(' ')]));
    await ask(codes[3] ?? '');
    alter();
    await expect(ask(codes[3] ?? '')).rejects.toThrow('its bytes must have its name');
  });

  test('that is no longer that of the edition is of no use, and of no harm', async () => {
    await using at = creditStore('2026-06-01T04:00:00Z');
    const { ask } = await functionOver(at);
    await ask(codes[3] ?? '');
    await at.publish(
      [statement('new', { subject: codes[3] ?? '' }), ...codes.map((subject) => statement(`c${subject}`, { subject }))],
      { allowRetirements: true },
    );
    at.setTime('2026-06-01T04:00:02Z');
    const { keys, calls } = await ask(codes[3] ?? '');
    expect(keys).toEqual([`c${codes[3]}`, 'new']);
    expect(calls.map(({ length }) => length)).toEqual([1, 1]);
  });
});
