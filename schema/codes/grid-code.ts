/**
 * Code of a basic grid: 14 digits, without check digit (SZDB/Z 281-2017 §5.2.1, after SZDB/Z 4-2006).
 *
 *     440304 001 001 01     district 6, street 3, community 3, grid 2
 *
 * The code is an opaque identifier for life: the grid's present community is a dated relation of its own, and the
 * parts serve for display and for warnings about consistency only.
 */
import type { Branded } from './branded.ts';
import { communitySegments } from './division-code.ts';
import type { Parsed } from './parsed.ts';
import { segmentedCode } from './segmented-code.ts';

/** The code of a basic grid. */
export type GridCode = Branded<'GridCode'>;

/** The segments of a basic grid's code. */
export const gridSegments = { ...communitySegments, grid: '00' } as const;
/** The segments by name; joined in this order they are the code. */
export type GridCodeParts = Readonly<Record<keyof typeof gridSegments, string>>;

const form = segmentedCode(gridSegments);

/** Takes 14 ASCII digits and nothing else. */
export function parseGridCode(text: string): Parsed<GridCode> {
  return form.fault(text) ?? { ok: true, value: text as GridCode };
}

/** `440304 001 001 01`, for people to read. */
export function formatGridCode(code: GridCode): string {
  return form.format(code);
}

/** The code cut into its segments: not where the grid lies today. */
export function gridCodeParts(code: GridCode): GridCodeParts {
  return form.parts(code);
}
