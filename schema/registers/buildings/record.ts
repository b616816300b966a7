import type { FieldPolicies } from '../field.ts';
import { type Lifecycle, lifecyclePolicies } from '../lifecycle.ts';
import type { uses } from '../uses.ts';

/** Whether a building is registered as legal. */
export const legalities = ['REGISTERED', 'UNREGISTERED', 'UNKNOWN'] as const;

/** One building as the city codes it, legal or not (SZDB/Z 26-2010). */
export type BuildingRecord = Lifecycle & {
  code: string; // codes/building-code.ts
  name: string | null;
  address: string | null;
  grid: string;
  community: string;
  lon: number; // units of 1e-7 degrees
  lat: number;
  floorsAbove: number | null;
  floorsBelow: number | null;
  builtOn: string | null;
  use: (typeof uses)[number] | null;
  legality: (typeof legalities)[number] | null;
};

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
