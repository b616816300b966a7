import type { Source } from '../publication/source.ts';
import { buildingSource } from './buildings/source.ts';
import { divisionSource } from './divisions/source.ts';
import { entitySource } from './entities/source.ts';
import { gridSource } from './grids/source.ts';
import { houseSource } from './houses/source.ts';
import type { RegisterName } from './register-name.ts';

/** How the source files of each register are read. */
export const sourceOf: { readonly [R in RegisterName]: Source } = {
  DIVISIONS: divisionSource,
  GRIDS: gridSource,
  BUILDINGS: buildingSource,
  HOUSES: houseSource,
  ENTITIES: entitySource,
};
