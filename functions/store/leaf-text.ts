import type { NewLeaf, ShownLeaf } from '../../schema/evidence/evidence-store.ts';
import { type Form, list, members, orNull, text } from './stored-form.ts';

const shown = { id: text, leaf: text, issuedAt: text };
const closed = { opening: text, topic: orNull(text) };
const shownPart: Form<Omit<ShownLeaf, 'index'>> = members(shown);
const closedPart: Form<Pick<NewLeaf, 'opening' | 'topic'>> = members(closed);
const newLeaf: Form<NewLeaf> = members({ ...shown, ...closed });
const leafList = list(newLeaf);

/** A leaf as text to be stored. */
export function leafText({ id, leaf, issuedAt, opening, topic }: NewLeaf): string {
  return JSON.stringify({ id, leaf, issuedAt, opening, topic });
}

/** A leaf from its stored text; throws an error when that is damaged. */
export function parseLeaf(stored: string): NewLeaf {
  return newLeaf(JSON.parse(stored), 'leaf');
}

/** Leaves as one text to be stored. */
export function leavesText(leaves: readonly NewLeaf[]): string {
  return `[${leaves.map(leafText).join(',')}]`;
}

/** Leaves from their stored text; throws an error when that is damaged. */
export function parseLeaves(stored: string): readonly NewLeaf[] {
  return leafList(JSON.parse(stored), 'leaves');
}

/** A leaf as two texts: what anyone with its id is shown, and what only those entitled are. */
export function leafTexts({ id, leaf, issuedAt, opening, topic }: NewLeaf): { shown: string; closed: string } {
  return { shown: JSON.stringify({ id, leaf, issuedAt }), closed: JSON.stringify({ opening, topic }) };
}

/** What anyone is shown of a leaf, from its stored text; throws an error when that is damaged. */
export function parseShown(stored: string): Omit<ShownLeaf, 'index'> {
  return shownPart(JSON.parse(stored), 'leaf');
}

/** The rest of the leaf. */
export function parseClosed(stored: string): Pick<NewLeaf, 'opening' | 'topic'> {
  return closedPart(JSON.parse(stored), 'leaf');
}
