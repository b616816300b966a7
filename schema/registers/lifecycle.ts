import type { FieldPolicies } from './field.ts';

/** PLANNED, CURRENT and RETIRED as the source states them; a RETIRED row is a tombstone, valid on no date. */
export const states = ['PLANNED', 'CURRENT', 'RETIRED'] as const;
export type State = (typeof states)[number];

/** How a retirement came about: stated by the source (final), or inferred because the row was absent (can be undone). */
export const retirementBases = ['STATED', 'INFERRED'] as const;

/** What every versioned row carries besides its own columns. Dates are partial ones, as stored: `2018`, `2018-05` or `2018-05-03`. */
export type Lifecycle = {
  state: State;
  validFrom: string;
  validTo: string | null;
  replaces: string[];
  retirement: (typeof retirementBases)[number] | null;
};

/** Life dates and lineage are open in every register: without them nobody could tell which row is meant. */
export const lifecyclePolicies = {
  state: { class: 'open', description: 'PLANNED, CURRENT or RETIRED; a retired code resolves for ever.' },
  validFrom: {
    class: 'open',
    description: 'First day of the period that this row describes; partial dates count from their first day.',
  },
  validTo: { class: 'open', description: 'First day after the period, or null while it is open-ended.' },
  replaces: { class: 'open', description: 'Codes that this one took the place of (split or merge).' },
  retirement: {
    class: 'open',
    description: 'Whether the source stated the retirement, or it was inferred from an absent row.',
  },
} as const satisfies FieldPolicies<Lifecycle>;
