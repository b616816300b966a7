import type { BuildingRecord, buildingPolicies } from './buildings/record.ts';
import type { DivisionRecord, divisionPolicies } from './divisions/record.ts';
import type { EntityRecord, entityPolicies } from './entities/record.ts';
import type { GridRecord, gridPolicies } from './grids/record.ts';
import type { HouseRecord, housePolicies } from './houses/record.ts';
import type { RegisterName } from './register-name.ts';

/** Record and policy of every register, for the compiler. */
export interface Records {
  DIVISIONS: { record: DivisionRecord; policies: typeof divisionPolicies };
  GRIDS: { record: GridRecord; policies: typeof gridPolicies };
  BUILDINGS: { record: BuildingRecord; policies: typeof buildingPolicies };
  HOUSES: { record: HouseRecord; policies: typeof housePolicies };
  ENTITIES: { record: EntityRecord; policies: typeof entityPolicies };
}

/** A record in which every field that is not open for every record may be withheld. */
export type Withholdable<R extends RegisterName> = {
  readonly [F in keyof Records[R]['record']]: F extends keyof Records[R]['policies']
    ? Records[R]['policies'][F] extends { readonly class: 'open'; readonly stricter?: undefined }
      ? Records[R]['record'][F]
      : Records[R]['record'][F] | null
    : never;
};
