import type { FieldClass } from '../privacy/field-class.ts';
import { type Part, samePart } from '../publication/class-rows.ts';
import { type Difference, difference, type TwoTrees } from '../tree/difference.ts';
import { codeOfKey } from './as-of.ts';
import { type RegisterView, rootOf, sightIn } from './register-view.ts';

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
  const same = (of: FieldClass, found: Difference) => saysTheSame(found) || seemsTheSame(states, of, found);
  return codesThatDiffer(new Map([...classes].map((of) => [of, treesOf(states, of)])), lower, same);
}

/** Codes at which any of the pairs of trees differs, in order, from the key `lower` on. */
export async function* codesThatDiffer(
  compared: ReadonlyMap<FieldClass, TwoTrees>,
  lower: string,
  same: (fieldClass: FieldClass, found: Difference) => boolean = (_, found) => saysTheSame(found),
): AsyncGenerator<ChangedCode, void, undefined> {
  const classes = [...compared.keys()];
  const streams = [...compared].map(([of, trees]): Stream => {
    const found = difference(trees, lower === '' ? {} : { lower });
    return { found, same: (one) => same(of, one) };
  });
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
    await Promise.all(streams.map(({ found }) => found.return()));
  }
}

interface Stream {
  readonly found: AsyncGenerator<Difference, void, undefined>;
  readonly same: (found: Difference) => boolean;
}

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
    const step = await stream.found.next();
    if (step.done === true) return null;
    if (!stream.same(step.value)) return step.value;
  }
}

/** After a roll-back a row may differ in nothing but the publication that it is known from. */
function saysTheSame({ before, after }: Difference): boolean {
  if (before === null || after === null) return false;
  const sameDays = before[1] === after[1] && before[2] === after[2];
  return sameDays && samePart(before[3] as unknown as Part, after[3] as unknown as Part);
}

/** What is closed by now, and lay in the tree of the class before it was, makes no difference. */
function seemsTheSame(states: TwoStates, of: FieldClass, { key, before, after }: Difference): boolean {
  const hides = [states.before, states.after].some((view) => view !== null && sightIn(view).hides(of));
  if (!hides || states.before === null || before === null || after === null) return false;
  if (before[1] !== after[1] || before[2] !== after[2]) return false;
  const record = { code: codeOfKey(key) };
  const [was, is] = [[states.before, before] as const, [states.after, after] as const].map(([view, entry]) => {
    const [, ...values] = sightIn(view).seen(of, record, entry[3] as unknown as Part);
    return new Map(
      (view.edition.layout[of] ?? []).map((field, place) => [field, JSON.stringify(values[place] ?? null)]),
    );
  });
  const fields = [...new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])];
  return fields.every((field) => (was?.get(field) ?? 'null') === (is?.get(field) ?? 'null'));
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
