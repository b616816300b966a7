import type { FieldClass } from '../privacy/field-class.ts';
import { type Difference, difference } from '../tree/difference.ts';
import { codeOfKey } from './as-of.ts';
import { type RegisterView, rootOf } from './register-view.ts';

/** A code whose rows differ between two editions, in whatever class the viewer may read. */
export interface ChangedCode {
  readonly code: string;
  /** The last of its keys that differ. */
  readonly lastKey: string;
}

/** The state before a publication (null: nothing was published) and after it. */
export interface TwoStates {
  readonly before: RegisterView | null;
  readonly after: RegisterView;
}

/** Codes that differ, in order, from the key `lower` on: all readable class trees are compared, block by block. */
export async function* changedCodes(states: TwoStates, lower: string): AsyncGenerator<ChangedCode, void, undefined> {
  const classes = new Set([...states.after.access.classes, ...(states.before?.access.classes ?? [])]);
  const streams = [...classes].map((fieldClass) => differenceOf(states, fieldClass, lower));
  try {
    const heads = await Promise.all(streams.map(next));
    for (let code = leastCode(heads); code !== null; code = leastCode(heads)) {
      let lastKey = '';
      for (const [place, stream] of streams.entries()) {
        for (
          let head = heads[place];
          head != null && codeOfKey(head.key) === code;
          heads[place] = head = await next(stream)
        ) {
          if (head.key > lastKey) lastKey = head.key;
        }
      }
      yield { code, lastKey };
    }
  } finally {
    await Promise.all(streams.map((stream) => stream.return()));
  }
}

type Stream = AsyncGenerator<Difference, void, undefined>;

function differenceOf({ before, after }: TwoStates, fieldClass: FieldClass, lower: string): Stream {
  const tree = `rows.${fieldClass}`;
  const blocks = after.blocks(fieldClass);
  const trees = {
    before: before === null ? null : rootOf(before, tree),
    after: rootOf(after, tree),
    beforeBlocks: blocks,
    afterBlocks: blocks,
  };
  return difference(trees, lower === '' ? {} : { lower });
}

async function next(stream: Stream): Promise<Difference | null> {
  const step = await stream.next();
  return step.done === true ? null : step.value;
}

function leastCode(heads: readonly (Difference | null)[]): string | null {
  let least: string | null = null;
  for (const head of heads) {
    if (head === null) continue;
    const code = codeOfKey(head.key);
    if (least === null || code < least) least = code;
  }
  return least;
}
