import * as z from 'zod';
import type { FieldPolicies } from '../field.ts';
import { lifecycle, lifecyclePolicies } from '../lifecycle.ts';
import { uses } from '../uses.ts';
import { floorAreaBands } from './floor-area-band.ts';

/** One dwelling or unit as the city keeps it. Never leaves the service unreleased: see privacy/release.ts. */
export const houseRecord = z.object({
  code: z.string(), // codes/house-code.ts
  building: z.string(),
  room: z.string().nullable(),
  floor: z.number().int().nullable(),
  use: z.enum(uses).nullable(),
  floorArea: z.number().nullable(), // square metres
  floorAreaBand: z.enum(floorAreaBands).nullable(),
  rented: z.boolean().nullable(),
  ...lifecycle,
});
export type HouseRecord = z.infer<typeof houseRecord>;

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
