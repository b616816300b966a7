/**
 * Code of a community: the division code (division-code.ts) of 12 digits, for the columns that name nothing wider.
 * Opaque for life like every division code.
 */
import type { Branded } from './branded.ts';
import { communitySegments, type DivisionCode } from './division-code.ts';
import type { Parsed } from './parsed.ts';
import { segmentedCode } from './segmented-code.ts';

/** A division code that names a community. */
export type CommunityCode = DivisionCode & Branded<'CommunityCode'>;

const form = segmentedCode(communitySegments);

/** Takes 12 ASCII digits and nothing else. */
export function parseCommunityCode(text: string): Parsed<CommunityCode> {
  return form.fault(text) ?? { ok: true, value: text as CommunityCode };
}
