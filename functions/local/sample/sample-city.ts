import type { RegisterName } from '../../../schema/registers/register-name.ts';
import { buildingsFile } from './buildings-file.ts';
import { planCity } from './city-plan.ts';
import { creditFile } from './credit-file.ts';
import { chunksOf } from './csv.ts';
import { boundaryDay, entityDay, entityWeekDay, houseDay } from './dates.ts';
import { divisionsFile } from './divisions-file.ts';
import { entitiesFile } from './entities-file.ts';
import { gridsFile } from './grids-file.ts';
import { housesFile } from './houses-file.ts';

/** One publication of the sample: publishing all of them in their order makes the sample city with its history. */
export interface Step {
  readonly register: RegisterName;
  /** The file's name; its ending tells its form. */
  readonly file: string;
  /** YYYY-MM-DD: what an empty `validFrom` and an inferred retirement are dated. */
  readonly effective: string;
  /** ISO instant of the publication; they rise strictly. */
  readonly now: string;
  /** What there is to be seen in it. */
  readonly note: string;
}

/** The publications of one sample city and the bytes of their files, made while they are read. */
export interface SampleCity {
  readonly steps: readonly Step[];
  /** The file's bytes in chunks of some 64 KB; the same for ever for the same houses and seed. Can be opened again. */
  open(step: Step): AsyncGenerator<Uint8Array>;
  /** The file of credit statements (credit-file.ts), to be published after all steps. */
  openCredit(): AsyncGenerator<Uint8Array>;
}

/** Fewer houses would leave some kind of change without an example. */
export const fewestHouses = 100;
/** More would not fit the four digits that number the buildings of a grid. */
export const mostHouses = 50_000_000;

/**
 * The sample city: real divisions, all else synthetic. The first houses file holds `houses` rows exactly; later ones
 * about as many. Throws a RangeError for a size or seed that it cannot make.
 */
export function sampleCity({ houses, seed }: { houses: number; seed: number }): SampleCity {
  if (!Number.isInteger(houses) || houses < fewestHouses || houses > mostHouses) {
    const wanted = `must be a whole number from ${fewestHouses} to ${mostHouses}`;
    throw new RangeError(`Cannot make a sample of "${houses}" houses: number ${wanted}`);
  }
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`Cannot make a sample from seed "${seed}": must be a whole number from 0 to 2^53 - 1`);
  }
  const plan = planCity({ houses, seed });
  const files = new Map<Step, () => Generator<string>>([
    [steps.divisions, () => divisionsFile(plan.seed)],
    [steps.grids, () => gridsFile(plan.seed, plan.grids[0], 1)],
    [steps.buildings, () => buildingsFile(plan, 1)],
    [steps.houses, () => housesFile(plan, 1)],
    [steps.revisedGrids, () => gridsFile(plan.seed, plan.grids[1], 2)],
    [steps.revisedBuildings, () => buildingsFile(plan, 2)],
    [steps.revisedHouses, () => housesFile(plan, 2)],
    [steps.correctedHouses, () => housesFile(plan, 3)],
    [steps.entities, () => entitiesFile(plan, 1)],
    [steps.revisedEntities, () => entitiesFile(plan, 2)],
    [steps.correctedEntities, () => entitiesFile(plan, 3)],
  ]);
  return {
    steps: [...files.keys()],
    open: (step) => {
      const file = files.get(step);
      if (file === undefined) throw new RangeError(`Cannot open step "${step.file}": must be one of this city's steps`);
      return chunksOf(file());
    },
    openCredit: () => chunksOf(creditFile(plan)),
  };
}

const steps = {
  divisions: {
    register: 'DIVISIONS',
    file: '01-divisions.geojson',
    effective: '2024-01-15',
    now: '2024-01-15T01:00:00.000Z',
    note: 'The real divisions of Shenzhen: 1 city, 9 districts, 79 streets, 788 communities; a synthetic boundary of Futian',
  },
  grids: {
    register: 'GRIDS',
    file: '02-grids.geojson',
    effective: '2024-01-16',
    now: '2024-01-16T01:00:00.000Z',
    note: 'Synthetic grids that tile the communities of Futian, some around or beside enclaves',
  },
  buildings: {
    register: 'BUILDINGS',
    file: '03-buildings.csv',
    effective: '2024-01-17',
    now: '2024-01-17T01:00:00.000Z',
    note: 'Synthetic buildings, some planned, some temporary (T), some under an older street number',
  },
  houses: {
    register: 'HOUSES',
    file: '04-houses.csv',
    effective: '2024-01-18',
    now: '2024-01-18T01:00:00.000Z',
    note: 'Synthetic houses',
  },
  revisedGrids: {
    register: 'GRIDS',
    file: '05-grids.geojson',
    effective: boundaryDay,
    now: '2025-03-03T01:00:00.000Z',
    note: 'Boundaries move: a grid split in two, cells and whole grids given to the next community, names corrected',
  },
  revisedBuildings: {
    register: 'BUILDINGS',
    file: '06-buildings.csv',
    effective: boundaryDay,
    now: '2025-03-10T01:00:00.000Z',
    note: 'Buildings follow the boundaries; some are replaced, demolished, completed, corrected, announced for 2027',
  },
  revisedHouses: {
    register: 'HOUSES',
    file: '07-houses.csv',
    effective: houseDay,
    now: '2025-06-05T01:00:00.000Z',
    note: 'Houses corrected, retired, merged, split, added, changing their use, some in the future',
  },
  correctedHouses: {
    register: 'HOUSES',
    file: '08-houses.csv',
    effective: '2026-01-01',
    now: '2026-01-08T01:00:00.000Z',
    note: 'Corrections of floor areas and tenancies alone: nothing that PUBLIC reads changes',
  },
  entities: {
    register: 'ENTITIES',
    file: '09-entities.csv',
    effective: entityDay,
    now: '2026-01-12T01:00:00.000Z',
    note: 'Synthetic companies, sole traders, public bodies, social organisations; some renamed, suspended, dissolved',
  },
  revisedEntities: {
    register: 'ENTITIES',
    file: '10-entities.csv',
    effective: entityWeekDay,
    now: '2026-01-19T01:00:00.000Z',
    note: 'A week of registrations: entities renamed, moved, dissolved, corrected, added, no longer listed',
  },
  correctedEntities: {
    register: 'ENTITIES',
    file: '11-entities.csv',
    effective: '2026-01-26',
    now: '2026-01-26T01:00:00.000Z',
    note: 'Corrections of capital and representatives, of sole traders their names and houses: nothing that PUBLIC reads',
  },
} as const satisfies { readonly [name: string]: Step };
