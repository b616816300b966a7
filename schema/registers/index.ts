import { buildingPolicies } from './buildings/record.ts';
import { divisionPolicies } from './divisions/record.ts';
import { entityPolicies } from './entities/record.ts';
import { gridPolicies } from './grids/record.ts';
import { housePolicies } from './houses/record.ts';
import type { Register } from './register.ts';
import type { RegisterName } from './register-name.ts';

const synthetic = 'Synthetic sample unless the operator has published real data';

/** All registers in order: a register refers only to earlier ones. Adding one is a line here. */
export const registers: readonly Register[] = [
  {
    name: 'DIVISIONS',
    typeName: 'Division',
    policies: divisionPolicies,
    licence: 'CC-BY-4.0',
    source: 'National Bureau of Statistics, statistical division codes (cutoff 2023-06-30)',
  },
  { name: 'GRIDS', typeName: 'Grid', policies: gridPolicies, licence: 'CC-BY-4.0', source: synthetic },
  { name: 'BUILDINGS', typeName: 'Building', policies: buildingPolicies, licence: 'CC-BY-4.0', source: synthetic },
  { name: 'HOUSES', typeName: 'House', policies: housePolicies, licence: 'CC-BY-4.0', source: synthetic },
  { name: 'ENTITIES', typeName: 'Entity', policies: entityPolicies, licence: 'CC-BY-4.0', source: synthetic },
];

const byName = new Map(registers.map((register) => [register.name, register]));

/** The register of that name. */
export function registerOf<R extends RegisterName>(name: R): Register<R> {
  const register = byName.get(name);
  if (register === undefined) throw new Error(`Cannot find register "${name}": it is not in the list of registers`);
  return register as Register<R>;
}
