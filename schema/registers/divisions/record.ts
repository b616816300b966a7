import type { FieldPolicies } from '../field.ts';
import { type Lifecycle, lifecyclePolicies } from '../lifecycle.ts';

/** Levels of divisions, from the widest. */
export const divisionLevels = ['CITY', 'DISTRICT', 'STREET', 'COMMUNITY'] as const;

/** One administrative division: city, district, street or community. */
export type DivisionRecord = Lifecycle & {
  code: string; // codes/division-code.ts
  name: string;
  level: (typeof divisionLevels)[number];
  parent: string | null;
  boundary: string | null; // geometry/encode-geometry.ts
};

/** Total: a field without a class does not compile. */
export const divisionPolicies = {
  code: { class: 'open', description: 'Division code of 6 (city, district), 9 (street) or 12 digits (community).' },
  name: { class: 'open', description: 'Official name.' },
  level: { class: 'open', description: 'CITY, DISTRICT, STREET or COMMUNITY.' },
  parent: { class: 'open', description: 'The division that this one belongs to; null for a city.' },
  boundary: { class: 'open', description: 'Boundary as GeoJSON, where the source gives one.' },
  ...lifecyclePolicies,
} as const satisfies FieldPolicies<DivisionRecord>;
