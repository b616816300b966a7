import type { FieldPolicy } from '../field.ts';
import { creditPolicies } from './record.ts';

/** The register of credit statements as the catalogue shows it: its policy, and no number that would move with it. */
export const creditDataset = {
  name: 'CREDIT',
  policies: creditPolicies as { readonly [field: string]: FieldPolicy },
  licence: 'LicenseRef-query-only',
  source: 'Authorities, as each statement says; synthetic sample unless the operator has published real data',
} as const;
