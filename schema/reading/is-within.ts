import type { Condition } from '../filters/condition.ts';
import type { AnyReleased } from '../privacy/release.ts';
import type { RegisterName } from '../registers/register-name.ts';
import { follow } from './follow.ts';
import { type AreaWithin, communitiesOf } from './within.ts';

const argument = 'filter.within';

/** `within` as a test of single rows: by the row's own relations, a house's by those of its building. */
export function isWithin(name: RegisterName, area: AreaWithin): Condition {
  const communities = new Set(communitiesOf(area));
  const divisions = new Set([area.code, ...(area.kind === 'GRID' ? [] : area.below)]);
  return placed(name, area, (row) => {
    if (area.kind === 'GRID') return gridOf(row) === area.code;
    return 'community' in row
      ? communities.has(row.community ?? '')
      : 'parent' in row && divisions.has(row.parent ?? '');
  });
}

/**
 * The same for a tombstone that was found in the order of an area. Orders keep every place where a code ever stood, so
 * it would be found in each: it belongs to the one where it stands at last.
 */
export function standsWhereFound(name: RegisterName, area: AreaWithin): Condition {
  return placed(
    name,
    area,
    (row, first) => (area.kind === 'GRID' ? gridOf(row) : 'community' in row ? row.community : null) === first,
  );
}

function placed(
  name: RegisterName,
  { kind }: AreaWithin,
  lies: (row: AnyReleased, first: string | null) => boolean,
): Condition {
  // The place of an entity may be closed to the viewer; that of all others is open, and was read with the row.
  if (name === 'ENTITIES') return { argument, reads: [kind === 'GRID' ? 'grid' : 'community'], holds: lies };
  if (name !== 'HOUSES') return { argument, reads: [], holds: lies };
  const holds: Condition['holds'] = (house, first) => {
    const building = follow(house, ['building']);
    return building !== null && lies(building, first);
  };
  return { argument, reads: [], through: 'building', holds };
}

function gridOf(row: AnyReleased): string | null {
  return 'grid' in row ? row.grid : row.code;
}
