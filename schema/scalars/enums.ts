import { builder } from '../builder.ts';
import { fieldClasses } from '../privacy/field-class.ts';
import { tiers } from '../privacy/tier.ts';
import { legalities } from '../registers/buildings/record.ts';
import { divisionLevels } from '../registers/divisions/record.ts';
import { entityStatuses } from '../registers/entities/record.ts';
import { floorAreaBands } from '../registers/houses/floor-area-band.ts';
import { retirementBases, states } from '../registers/lifecycle.ts';
import { uses } from '../registers/uses.ts';

/** Reference systems of coordinates, in and out. */
export const Crs = builder.enumType('Crs', {
  description: 'Reference system of coordinates: WGS84, or what Chinese map services speak (GCJ02, BD09).',
  values: ['WGS84', 'GCJ02', 'BD09'] as const,
});

/** All registers, those to come included. */
export const Register = builder.enumType('Register', {
  description: 'A register of the city.',
  values: ['DIVISIONS', 'GRIDS', 'BUILDINGS', 'HOUSES', 'ENTITIES', 'CREDIT', 'POPULATION', 'INCIDENTS'] as const,
});

/** Who may read what. */
export const Tier = builder.enumType('Tier', {
  description: 'Kind of viewer, from the one who may read least to the one who may read most.',
  values: tiers,
});

const classNames = Object.fromEntries(fieldClasses.map((name) => [name.toUpperCase(), { value: name }]));

/** Classes as the policy is published. */
export const FieldClass = builder.enumType('FieldClass', {
  description: 'Class of a stored field: the lowest tier that may read it.',
  values: classNames as { [C in (typeof fieldClasses)[number] as Uppercase<C>]: { value: C } },
});

/** Stages of a row's life. */
export const State = builder.enumType('State', {
  description: 'Stage of life of what a row describes; a RETIRED row is a tombstone, valid on no date.',
  values: states,
});

/** How a retirement came about. */
export const Retirement = builder.enumType('Retirement', {
  description:
    'STATED by the source (final), or INFERRED because the row was absent (undone when the code comes back).',
  values: retirementBases,
});

/** Uses of buildings and houses. */
export const Use = builder.enumType('Use', { description: 'What a building or house is used for.', values: uses });

/** Legal standing of buildings. */
export const Legality = builder.enumType('Legality', {
  description: 'Whether a building is registered as legal.',
  values: legalities,
});

/** Statuses of entities. */
export const EntityStatus = builder.enumType('EntityStatus', {
  description: 'What an entity may do: go on, not for the time being, or no more.',
  values: entityStatuses,
});

/** Levels of divisions. */
export const DivisionLevel = builder.enumType('DivisionLevel', {
  description: 'Level of a division, widest first.',
  values: divisionLevels,
});

/** Bands of floor area. */
export const FloorAreaBand = builder.enumType('FloorAreaBand', {
  description: 'Band of floor area in m², lower bound included.',
  values: floorAreaBands,
});

/** Kinds of changes. */
export const ChangeKind = builder.enumType('ChangeKind', {
  description: 'What a publication did to a code. A reinstatement is an update.',
  values: ['INSERTED', 'UPDATED', 'RETIRED'] as const,
});
