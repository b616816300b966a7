import type { Context } from '../../schema/context.ts';
import { shanghaiDay } from '../../schema/dates/shanghai-day.ts';
import type { BlockReader } from '../../schema/ports.ts';
import { type FieldClass, mayRead } from '../../schema/privacy/field-class.ts';
import type { Tier } from '../../schema/privacy/tier.ts';
import { createWithholding } from '../../schema/privacy/withholding.ts';
import type { Block, Blocks } from '../../schema/tree/blocks.ts';
import { verifiedBlocks } from '../../schema/tree/verified-blocks.ts';
import type { MemoryCity } from './edition.ts';
import { nobody, noCredit } from './no-credit.ts';

/** A context with the record of what was read through it. */
export interface RecordingContext extends Context {
  /** Every block asked for: class and name. */
  readonly reads: readonly (readonly [FieldClass, string])[];
}

const decoded = new WeakMap<BlockReader, Map<string, Block>>();

/** A request of a viewer of `tier` at an instant; its block port refuses what the tier may not read. */
export async function readerContext(
  city: MemoryCity,
  tier: Tier,
  now = Date.parse('2026-06-01T00:00:00Z'),
): Promise<RecordingContext> {
  const reads: (readonly [FieldClass, string])[] = [];
  const edition = await city.editions.latest(tier);
  return {
    reads,
    viewer: { tier, client: null },
    now,
    today: shanghaiDay(now),
    edition: edition ?? { tier, number: 0, at: '1970-01-01T00:00:00.000Z', registers: {} },
    editions: city.editions,
    blocks: (fieldClass) => {
      if (!mayRead(tier, fieldClass)) throw new Error(`Cannot read blocks of class "${fieldClass}": tier is ${tier}`);
      return recording(city.blocks, fieldClass, reads);
    },
    cursors: plainSeal(tier),
    withholding: createWithholding(),
    limits: { limit: 1000, remaining: 1000, resetAt: now },
    credit: noCredit,
    caller: nobody,
  };
}

function recording(reader: BlockReader, fieldClass: FieldClass, reads: (readonly [FieldClass, string])[]): Blocks {
  const known = decoded.get(reader) ?? new Map<string, Block>();
  decoded.set(reader, known);
  const read = verifiedBlocks((names) => reader.read(fieldClass, names));
  return async (references) => {
    for (const { hash } of references) reads.push([fieldClass, hash]);
    const missing = references.filter((reference) => !known.has(reference.hash));
    for (const block of await read(missing)) known.set(block.hash, block);
    return references.flatMap((reference) => known.get(reference.hash) ?? []);
  };
}

/** Readable on purpose: tests look into cursors. What it did not seal it does not open. */
function plainSeal(tier: Tier): Context['cursors'] {
  const mark = `${tier}:`;
  return {
    seal: (plain) => Buffer.from(mark + plain).toString('base64url'),
    open: (text) => {
      const plain = Buffer.from(text, 'base64url').toString();
      return plain.startsWith(mark) ? plain.slice(mark.length) : null;
    },
  };
}
