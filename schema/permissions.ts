import type { Tier } from './privacy/tier.ts';

/**
 * The lowest tier that may ask each root field: what graphql-shield guards. A root field that is not listed is denied to
 * everyone. What a field then shows is decided field by field, by the class table and the gate.
 */
export const rootFieldTiers: { readonly [field: string]: Tier } = {
  node: 'PUBLIC',
  division: 'PUBLIC',
  divisions: 'PUBLIC',
  grid: 'PUBLIC',
  grids: 'PUBLIC',
  gridAt: 'PUBLIC',
  building: 'PUBLIC',
  buildings: 'PUBLIC',
  house: 'PUBLIC',
  houses: 'PUBLIC',
  entity: 'PUBLIC',
  entities: 'PUBLIC',
  changes: 'PUBLIC',
  catalogue: 'PUBLIC',
  dataset: 'PUBLIC',
  myAccess: 'PUBLIC',
  receipt: 'PUBLIC',
  creditReport: 'PUBLIC',
  creditReports: 'ENTERPRISE',
  creditChanges: 'ENTERPRISE',
  creditQueryLog: 'REGISTERED',
  publicationReceipts: 'GOVERNMENT',
  watch: 'ENTERPRISE',
  unwatch: 'ENTERPRISE',
};
