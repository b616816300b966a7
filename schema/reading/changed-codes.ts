import type { FieldClass } from '../privacy/field-class.ts';
import { type Part, samePart } from '../publication/class-rows.ts';
import { type Difference, difference, type TwoTrees } from '../tree/difference.ts';
import { codeOfKey } from './as-of.ts';
import { type RegisterView, rootOf } from './register-view.ts';

/** A code whose rows differ between two editions, in whatever class the viewer may read. */
export interface ChangedCode {
  readonly code: string;
  /** The last of its keys that differ. */
  readonly lastKey: string;
  /** Classes in whose trees it differs. */
  readonly classes: readonly FieldClass[];
}

/** The state before a publication (null: nothing was published) and after it. */
export interface TwoStates {
  readonly before: RegisterView | null;
  readonly after: RegisterView;
}

/** Codes that differ, in order, from the key `lower` on: all readable class trees are compared, block by block. */
export function changedCodes(states: TwoStates, lower: string): AsyncGenerator<ChangedCode, void, undefined> {
  const classes = new Set([...states.after.access.classes, ...(states.before?.access.classes ?? [])]);
  return codesThatDiffer(new Map([...classes].map((of) => [of, treesOf(states, of)])), lower);
}

/** Codes at which any of the pairs of trees differs, in order, from the key `lower` on. */
export async function* codesThatDiffer(
  compared: ReadonlyMap<FieldClass, TwoTrees>,
  lower: string,
): AsyncGenerator<ChangedCode, void, undefined> {
  const classes = [...compared.keys()];
  const streams = [...compared.values()].map((trees): Stream => difference(trees, lower === '' ? {} : { lower }));
  try {
    const heads = await Promise.all(streams.map(next));
    for (let code = leastCode(heads); code !== null; code = leastCode(heads)) {
      let lastKey = '';
      const differing = classes.filter((_, place) => isOf(code, heads[place]));
      for (const [place, stream] of streams.entries()) {
        for (let head = heads[place]; isOf(code, head); heads[place] = head = await next(stream)) {
          if (head.key > lastKey) lastKey = head.key;
        }
      }
      yield { code, lastKey, classes: differing };
    }
  } finally {
    await Promise.all(streams.map((stream) => stream.return()));
  }
}

type Stream = AsyncGenerator<Difference, void, undefined>;

function treesOf({ before, after }: TwoStates, fieldClass: FieldClass): TwoTrees {
  const tree = `rows.${fieldClass}`;
  const blocks = after.blocks(fieldClass);
  return {
    before: before === null ? null : rootOf(before, tree),
    after: rootOf(after, tree),
    beforeBlocks: blocks,
    afterBlocks: blocks,
  };
}

function isOf(code: string | null, head: Difference | null | undefined): head is Difference {
  return head != null && codeOfKey(head.key) === code;
}

async function next(stream: Stream): Promise<Difference | null> {
  for (;;) {
    const step = await stream.next();
    if (step.done === true) return null;
    if (!saysTheSame(step.value)) return step.value;
  }
}

/** After a roll-back a row may differ in nothing but the publication that it is known from. */
function saysTheSame({ before, after }: Difference): boolean {
  if (before === null || after === null) return false;
  const sameDays = before[1] === after[1] && before[2] === after[2];
  return sameDays && samePart(before[3] as unknown as Part, after[3] as unknown as Part);
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
