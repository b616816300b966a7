import type { FieldClass } from '../privacy/field-class.ts';
import { classOfTree } from '../publication/next-editions.ts';
import { referenceOf } from '../registers/references.ts';
import type { KeyRange } from '../tree/key-range.ts';
import { leavesOfPage } from '../tree/leaves-of-page.ts';
import type { PageRequest } from '../tree/page.ts';
import { likelyCode, likelyCodes, likelyRange } from './likely-codes.ts';
import { classesOfFields, readChosen } from './read-rows.ts';
import { type RegisterView, rootOf, viewRegister } from './register-view.ts';
import type { Selection } from './selection.ts';
import { rowsBetween } from './span.ts';

/**
 * The same view; whoever is about to read rows through it has those that they likely point at, as far as `selections` show them, read in
 * the same round trip: told from the codes, of which at most `most` are looked at, or from the part of an order that a page lies in.
 * What comes of it is found in the cache of blocks; a failure is told to who needs them.
 */
export function foreseeing(view: RegisterView, selections: readonly Selection[], most: number): RegisterView {
  const { name } = view.register;
  if (name === 'ENTITIES' || name === 'DIVISIONS') return view;
  const fields = [...new Set(selections.flatMap(fieldsTo))];
  const reads = selections.flatMap((selection) => [...selection.fields.values()].flatMap((field) => field.reads));
  const shown = { view, fields, restricted: classesOfFields(view, reads).filter((one) => one !== 'open') };
  const pages: Promise<boolean>[] = [];
  const guess = async (ofRows: readonly string[]) => {
    const foreseen = await Promise.all(pages);
    if (pages.length > 0 && !foreseen.includes(false)) return;
    for (const field of fields) guessFromCodes(view, field, ofRows.slice(0, most));
  };
  const codes = (ofRows: readonly string[]) => {
    guess(ofRows).catch(() => undefined);
  };
  const page = (tree: string, request: PageRequest) => {
    pages.push(guessFromPage(shown, tree, request).catch(() => false));
  };
  return { ...view, foresight: { codes, page } };
}

/** Every field on the way to a row that is shown. */
function fieldsTo({ relations }: Selection): readonly string[] {
  return relations.flatMap(({ path, selection }) => [...path, ...fieldsTo(selection)]);
}

function guessFromCodes(view: RegisterView, field: string, codes: readonly string[]): void {
  const target = viewRegister(view.context, view.asOf, referenceOf(field));
  if (target === null) return;
  const likely = [...new Set(codes.flatMap((code) => likelyCode(field, code) ?? []))];
  readChosen(target, likely).catch(() => undefined);
}

interface Shown {
  readonly view: RegisterView;
  /** Fields on the way to other rows. */
  readonly fields: readonly string[];
  /** Closed classes that hold fields of the rows themselves. */
  readonly restricted: readonly FieldClass[];
}

/** True when the page of a tree told what to read: where the rows between its codes are hardly more than it lists. */
async function guessFromPage(shown: Shown, tree: string, request: PageRequest): Promise<boolean> {
  const { view, fields, restricted } = shown;
  if (tree === 'rows.open' && fields.length + restricted.length === 0) return true;
  const blocks = view.blocks('open');
  const listed = await leavesOfPage(rootOf(view, tree), request, blocks);
  const codes = likelyCodes(tree, { lower: request.lower, upper: listed.end });
  const entries = listed.leaves.reduce((sum, { rows }) => sum + rows, 0);
  const root = rootOf(view, 'rows.open');
  if (codes === null || (await rowsBetween(root, codes, entries, blocks)) === null) return false;
  const { limit, liveOn } = request;
  const { leaves, end } = await leavesOfPage(root, { ...codes, limit, liveOn }, blocks);
  const keys = { lower: codes.lower, upper: end };
  const most = leaves.reduce((sum, { rows }) => sum + rows, 0);
  const ahead = [
    blocks(leaves),
    ...restricted.map((fieldClass) => readBetween(view, `rows.${fieldClass}`, { keys, most })),
    ...fields.map((field) => readRelated(view, field, { keys, most })),
  ];
  for (const reading of ahead) reading.catch(() => undefined);
  return true;
}

interface Span {
  readonly keys: KeyRange;
  /** Rows that are wanted of it at most. */
  readonly most: number;
}

async function readRelated(view: RegisterView, field: string, { keys, most }: Span): Promise<void> {
  const target = viewRegister(view.context, view.asOf, referenceOf(field));
  const likely = likelyRange(field, keys);
  if (target !== null && likely !== null) await readBetween(target, 'rows.open', { keys: likely, most });
}

/** Reads the leaves of a tree that lie between two keys, unless they hold much more than is wanted. */
async function readBetween(view: RegisterView, tree: string, { keys, most }: Span): Promise<void> {
  const [root, blocks] = [rootOf(view, tree), view.blocks(classOfTree(tree))];
  const rows = await rowsBetween(root, keys, most, blocks);
  if (rows === null || rows === 0) return;
  await blocks((await leavesOfPage(root, { ...keys, limit: rows }, blocks)).leaves);
}
