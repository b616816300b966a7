/**
 * Code of a house, that is of one dwelling or unit: 25 characters, without check digit (SZDB/Z 281-2017 §5.2.1).
 *
 *     440304 001 001 01 00001 000001     district 6, street 3, community 3, grid 2, building 5, room 6
 *
 * All digits, but the building's segment may begin with an upper-case letter; rooms are numbered from 000001 inside
 * their building. The `*` that the standard puts for an element outside a room is not part of any house's code.
 *
 * §5.2.1 and §6.5.2.2: one house, one code, for life; when the address changes the code stays, and a retired one is
 * never given again. So it is an opaque identifier: the present building, grid and community are dated relations of
 * their own, and the parts serve for display and for warnings about consistency only.
 */
import type { Branded } from './branded.ts';
import { buildingSegments } from './building-code.ts';
import type { Parsed } from './parsed.ts';
import { segmentedCode } from './segmented-code.ts';

/** The code of a house. */
export type HouseCode = Branded<'HouseCode'>;

const segments = { ...buildingSegments, room: '000000' } as const;
/** The segments by name; joined in this order they are the code. */
export type HouseCodeParts = Readonly<Record<keyof typeof segments, string>>;

const form = segmentedCode(segments);

/** Takes 25 ASCII digits, the 15th of which may be an upper-case letter instead, and nothing else. */
export function parseHouseCode(text: string): Parsed<HouseCode> {
  return form.fault(text) ?? { ok: true, value: text as HouseCode };
}

/** `440304 001 001 01 00001 000001`, for people to read. */
export function formatHouseCode(code: HouseCode): string {
  return form.format(code);
}

/** The code cut into its segments: not where the house stands today. */
export function houseCodeParts(code: HouseCode): HouseCodeParts {
  return form.parts(code);
}
