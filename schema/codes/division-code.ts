/**
 * Code of an administrative division: 6, 9 or 12 digits, without check digit.
 *
 *     440304 001 001     district (GB/T 2260) 6, street (GB/T 10114) 3, community (statistical code) 3
 *
 * Six digits that end in 00 are a city. The code is an opaque identifier for life: which division lies in which is a
 * dated relation of its own (`parent`), and the parts serve for display and for warnings about consistency only.
 */
import type { Branded } from './branded.ts';
import { formFault } from './fixed-form.ts';
import type { Parsed } from './parsed.ts';

/** The code of a city, district, street or community. */
export type DivisionCode = Branded<'DivisionCode'>;

/** The levels of divisions, widest first. */
export const divisionLevels = ['CITY', 'DISTRICT', 'STREET', 'COMMUNITY'] as const;
/** One of the four levels. */
export type DivisionLevel = (typeof divisionLevels)[number];

/** The level that the code's form tells and its segments; those that it is too short for are null. */
export interface DivisionCodeParts {
  readonly level: DivisionLevel;
  readonly district: string;
  readonly street: string | null;
  readonly community: string | null;
}

/** The segments of a community's code, with which every longer code begins. */
export const communitySegments = { district: '000000', street: '000', community: '000' } as const;

const form = Object.values(communitySegments).join('');
const lengths = [6, 9, 12];

/** Takes 6, 9 or 12 ASCII digits and nothing else. */
export function parseDivisionCode(text: string): Parsed<DivisionCode> {
  return formFault(text, form, lengths) ?? { ok: true, value: text as DivisionCode };
}

/** `440304 001 001`, for people to read. */
export function formatDivisionCode(code: DivisionCode): string {
  const { district, street, community } = divisionCodeParts(code);
  return [district, street, community].filter((segment) => segment !== null).join(' ');
}

/** The code cut into its segments, with its level. */
export function divisionCodeParts(code: DivisionCode): DivisionCodeParts {
  return {
    level: divisionCodeLevel(code),
    district: code.slice(0, 6),
    street: code.length >= 9 ? code.slice(6, 9) : null,
    community: code.length === 12 ? code.slice(9) : null,
  };
}

/** The level of the division that has this code. */
export function divisionCodeLevel(code: DivisionCode): DivisionLevel {
  if (code.length === 12) return 'COMMUNITY';
  if (code.length === 9) return 'STREET';
  return code.endsWith('00') ? 'CITY' : 'DISTRICT';
}
