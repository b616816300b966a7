import * as z from 'zod';
import type { FieldPolicies } from '../field.ts';
import { lifecycle, lifecyclePolicies } from '../lifecycle.ts';

/** One basic grid: the smallest area of city management, part of exactly one community (SZDB/Z 4-2006). */
export const gridRecord = z.object({
  code: z.string(), // codes/grid-code.ts
  community: z.string(),
  name: z.string().nullable(),
  workGrid: z.string().nullable(), // codes/work-grid-code.ts
  post: z.string().nullable(),
  boundary: z.string(), // geometry/encode-geometry.ts
  areaM2: z.number(),
  ...lifecycle,
});
export type GridRecord = z.infer<typeof gridRecord>;

/** Total: a field without a class does not compile. */
export const gridPolicies = {
  code: { class: 'open', description: 'Basic grid code of 14 digits.' },
  community: { class: 'open', description: 'The community that the grid belongs to.' },
  name: { class: 'open', description: 'Name of the grid.' },
  workGrid: { class: 'open', description: 'Work grid (15 digits) that this basic grid is part of.' },
  post: { class: 'government', description: 'Duty post that looks after the grid.', instead: 'workGrid' },
  boundary: { class: 'open', description: 'Boundary as GeoJSON.' },
  areaM2: { class: 'open', description: 'Area in square metres.' },
  ...lifecyclePolicies,
} as const satisfies FieldPolicies<GridRecord>;
