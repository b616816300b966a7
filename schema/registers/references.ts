import type { RegisterName } from './register-name.ts';

/** Fields that hold the code of another row, and the register that it belongs to. */
export const references: { readonly [field: string]: RegisterName } = {
  parent: 'DIVISIONS',
  community: 'DIVISIONS',
  grid: 'GRIDS',
  building: 'BUILDINGS',
  house: 'HOUSES',
};

/** The register that a field's codes belong to. */
export function referenceOf(field: string): RegisterName {
  const register = references[field];
  if (register === undefined) throw new Error(`Cannot follow field "${field}": it holds no code of a register`);
  return register;
}
