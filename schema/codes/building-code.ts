/**
 * Code of a building: 19 characters, without check digit (SZDB/Z 281-2017 §5.2.1, after SZDB/Z 26-2010).
 *
 *     440304 001 001 01 00001     district 6, street 3, community 3, grid 2, building 5
 *     440306 009 601 02 T0117     a construction site: the building's segment may begin with an upper-case letter
 *
 * §5.2.1 and §6.5.2.2: given once, for life; when the address changes the code stays, and it is never given again. So
 * it is an opaque identifier: the parts tell where the building was counted when it got its code (buildings of
 * Longhua, new ones too, carry 440306), and serve for display and for warnings about consistency only.
 */
import type { Branded } from './branded.ts';
import { gridSegments } from './grid-code.ts';
import type { Parsed } from './parsed.ts';
import { segmentedCode } from './segmented-code.ts';

/** The code of a building. */
export type BuildingCode = Branded<'BuildingCode'>;

/** The segments of a building's code. */
export const buildingSegments = { ...gridSegments, building: 'A0000' } as const;
/** The segments by name; joined in this order they are the code. */
export type BuildingCodeParts = Readonly<Record<keyof typeof buildingSegments, string>>;

const form = segmentedCode(buildingSegments);

/** Takes 19 ASCII digits, the 15th of which may be an upper-case letter instead, and nothing else. */
export function parseBuildingCode(text: string): Parsed<BuildingCode> {
  return form.fault(text) ?? { ok: true, value: text as BuildingCode };
}

/** `440304 001 001 01 00001`, for people to read. */
export function formatBuildingCode(code: BuildingCode): string {
  return form.format(code);
}

/** The code cut into its segments: not where the building stands today. */
export function buildingCodeParts(code: BuildingCode): BuildingCodeParts {
  return form.parts(code);
}
