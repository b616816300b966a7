import type { FieldPolicies } from '../field.ts';
import { type Lifecycle, lifecyclePolicies } from '../lifecycle.ts';

/** One basic grid: the smallest area of city management, part of exactly one community (SZDB/Z 4-2006). */
export type GridRecord = Lifecycle & {
  code: string; // codes/grid-code.ts
  community: string;
  name: string | null;
  workGrid: string | null; // codes/work-grid-code.ts
  post: string | null;
  boundary: string; // geometry/encode-geometry.ts
  areaM2: number;
};

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
