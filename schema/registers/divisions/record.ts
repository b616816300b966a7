import * as z from 'zod';
import type { FieldPolicies } from '../field.ts';
import { lifecycle, lifecyclePolicies } from '../lifecycle.ts';

/** Levels of divisions, from the widest. */
export const divisionLevels = ['CITY', 'DISTRICT', 'STREET', 'COMMUNITY'] as const;

/** One administrative division: city, district, street or community. */
export const divisionRecord = z.object({
  code: z.string(), // codes/division-code.ts
  name: z.string(),
  level: z.enum(divisionLevels),
  parent: z.string().nullable(),
  boundary: z.string().nullable(), // geometry/encode-geometry.ts
  ...lifecycle,
});
export type DivisionRecord = z.infer<typeof divisionRecord>;

/** Total: a field without a class does not compile. */
export const divisionPolicies = {
  code: { class: 'open', description: 'Division code of 6 (city, district), 9 (street) or 12 digits (community).' },
  name: { class: 'open', description: 'Official name.' },
  level: { class: 'open', description: 'CITY, DISTRICT, STREET or COMMUNITY.' },
  parent: { class: 'open', description: 'The division that this one belongs to; null for a city.' },
  boundary: { class: 'open', description: 'Boundary as GeoJSON, where the source gives one.' },
  ...lifecyclePolicies,
} as const satisfies FieldPolicies<DivisionRecord>;
