import * as z from 'zod';
import type { FieldPolicies } from '../field.ts';
import { lifecycle, lifecyclePolicies, storedDate } from '../lifecycle.ts';
import { uses } from '../uses.ts';

/** Whether a building is registered as legal. */
export const legalities = ['REGISTERED', 'UNREGISTERED', 'UNKNOWN'] as const;

/** One building as the city codes it, legal or not (SZDB/Z 26-2010). */
export const buildingRecord = z.object({
  code: z.string(), // codes/building-code.ts
  name: z.string().nullable(),
  address: z.string().nullable(),
  grid: z.string(),
  community: z.string(),
  lon: z.number().int(), // units of 1e-7 degrees
  lat: z.number().int(),
  floorsAbove: z.number().int().nullable(),
  floorsBelow: z.number().int().nullable(),
  builtOn: storedDate.nullable(),
  use: z.enum(uses).nullable(),
  legality: z.enum(legalities).nullable(),
  ...lifecycle,
});
export type BuildingRecord = z.infer<typeof buildingRecord>;

/** Total: a field without a class does not compile. */
export const buildingPolicies = {
  code: { class: 'open', description: 'Building code of 19 characters; fixed for life.' },
  name: { class: 'open', description: 'Name of the building.' },
  address: { class: 'open', description: 'Address as written.' },
  grid: { class: 'open', description: 'The basic grid that the building stands in.' },
  community: { class: 'open', description: 'The community that the building belongs to.' },
  lon: { class: 'open', description: 'Longitude of the building.' },
  lat: { class: 'open', description: 'Latitude of the building.' },
  floorsAbove: { class: 'open', description: 'Storeys above ground.' },
  floorsBelow: { class: 'open', description: 'Storeys below ground.' },
  builtOn: { class: 'open', description: 'When it was built, as exactly as is known.' },
  use: { class: 'open', description: 'What the building is used for.' },
  legality: { class: 'government', description: 'Whether the building is registered as legal.' },
  ...lifecyclePolicies,
} as const satisfies FieldPolicies<BuildingRecord>;
