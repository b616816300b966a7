/**
 * Code of a work grid (one or several whole basic grids): 15 digits, without check digit, in Futian's own numbering,
 * which no published standard describes.
 *
 *     440304 010 001 007     district 6, street 3, community 3, work grid 3
 *
 * It is not a basic grid's code with a digit added. Opaque like every code: the parts serve for display and for
 * warnings about consistency only.
 */
import type { Branded } from './branded.ts';
import { communitySegments } from './division-code.ts';
import type { Parsed } from './parsed.ts';
import { segmentedCode } from './segmented-code.ts';

/** The code of a work grid. */
export type WorkGridCode = Branded<'WorkGridCode'>;

const segments = { ...communitySegments, workGrid: '000' } as const;
/** The segments by name; joined in this order they are the code. */
export type WorkGridCodeParts = Readonly<Record<keyof typeof segments, string>>;

const form = segmentedCode(segments);

/** Takes 15 ASCII digits and nothing else. */
export function parseWorkGridCode(text: string): Parsed<WorkGridCode> {
  return form.fault(text) ?? { ok: true, value: text as WorkGridCode };
}

/** `440304 010 001 007`, for people to read. */
export function formatWorkGridCode(code: WorkGridCode): string {
  return form.format(code);
}

/** The code cut into its segments: not where the work grid lies today. */
export function workGridCodeParts(code: WorkGridCode): WorkGridCodeParts {
  return form.parts(code);
}
