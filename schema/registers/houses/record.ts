import type { FieldPolicies } from '../field.ts';
import { type Lifecycle, lifecyclePolicies } from '../lifecycle.ts';
import type { uses } from '../uses.ts';
import type { floorAreaBands } from './floor-area-band.ts';

/** One dwelling or unit as the city keeps it. Never leaves the service unreleased: see privacy/release.ts. */
export type HouseRecord = Lifecycle & {
  code: string; // codes/house-code.ts
  building: string;
  room: string | null;
  floor: number | null;
  use: (typeof uses)[number] | null;
  floorArea: number | null; // square metres
  floorAreaBand: (typeof floorAreaBands)[number] | null;
  rented: boolean | null;
};

/** Total: a field without a class does not compile. */
export const housePolicies = {
  code: { class: 'open', description: 'House code of 25 characters; fixed for life.' },
  building: { class: 'open', description: 'The building that the house is part of.' },
  room: { class: 'open', description: 'Room number as on the door.' },
  floor: { class: 'open', description: 'Storey; below ground is negative.' },
  use: { class: 'open', description: 'What the house is used for.' },
  floorArea: { class: 'enterprise', description: 'Floor area in square metres.', instead: 'floorAreaBand' },
  floorAreaBand: { class: 'open', description: 'Band of the floor area, made at publication.' },
  rented: { class: 'government', description: 'Whether the house is let.' },
  ...lifecyclePolicies,
} as const satisfies FieldPolicies<HouseRecord>;
