import { boundaryDay } from './dates.ts';
import type { Community } from './divisions.ts';
import { type Grid, gridOf, workGridOf } from './grid-plan.ts';
import { draw, streams } from './random.ts';

type Members = readonly Grid[];
/** A change to some grids: what stands in their place, by code; an empty list where a code ends. */
type Replacements = ReadonlyMap<string, readonly Grid[]>;

/**
 * The second edition of the grids: in a few communities, no two alike, one grid is split in two, some pass whole into the
 * next community, some give their last cell to the next grid of the same or of the next community, some are renamed
 * (a correction: their validity stays) or put under another work grid. Moving the cut between two neighbours on the
 * curve keeps the tiling exact. `built` tells which grids hold buildings: these are preferred, to be seen moving.
 */
export function revisedGrids(seed: number, grids: readonly Grid[], built: ReadonlySet<string>): readonly Grid[] {
  const communities = [...Map.groupBy(grids, (grid) => grid.community).values()];
  const replacements = new Map<string, readonly Grid[]>();
  const chosen = chooser(seed, communities, built);
  for (const { ordinal, count, revise } of revisions) {
    for (const index of chosen(ordinal, count)) {
      const changed = revise(communities[index] ?? [], communities[index + 1] ?? []);
      for (const [code, successors] of changed) replacements.set(code, successors);
    }
  }
  return grids.flatMap((grid) => replacements.get(grid.code) ?? [grid]);
}

/** Which grid of a community a revision concerns (counted from 0; -1 is the last), and in how many communities. */
interface Revision {
  readonly ordinal: number;
  readonly count: number;
  readonly revise: (members: Members, next: Members) => Replacements;
}

/** No two of these touch the same grid, whatever communities are chosen; grids 1 and 4 may hold enclaves. */
const revisions: readonly Revision[] = [
  { ordinal: 3, count: 1, revise: split },
  { ordinal: -1, count: 2, revise: transfer },
  { ordinal: -1, count: 2, revise: (members, next) => shift(lastTiled(members), next[0]) },
  { ordinal: 2, count: 4, revise: (members) => shift(members[2], members[3]) },
  { ordinal: 5, count: 5, revise: rename },
  { ordinal: 6, count: 2, revise: regroup },
];

/** Chooses communities, each at most once and never the last (it has no next one). */
function chooser(seed: number, communities: readonly Members[], built: ReadonlySet<string>) {
  const free = new Set(communities.keys());
  free.delete(communities.length - 1);
  const rank = (index: number) => draw(seed, streams.gridRevision, index);
  return (ordinal: number, count: number): readonly number[] => {
    const grid = (index: number) => (ordinal < 0 ? lastTiled(communities[index] ?? []) : communities[index]?.[ordinal]);
    const vacant = (index: number) => Number(!built.has(grid(index)?.code ?? ''));
    const best = [...free].sort((left, right) => vacant(left) - vacant(right) || rank(left) - rank(right));
    const taken = best.slice(0, count);
    for (const index of taken) free.delete(index);
    return taken;
  };
}

function lastTiled(members: Members): Grid | undefined {
  return members.findLast((grid) => grid.end > grid.start);
}

function split(members: Members): Replacements {
  const grid = members[3];
  if (grid === undefined) return new Map();
  const middle = Math.ceil((grid.start + grid.end) / 2);
  const piece = (number: number, start: number, end: number): Grid => ({
    ...gridOf(grid.community, members.length + number),
    start,
    end,
    validFrom: boundaryDay,
  });
  return new Map([[grid.code, [piece(1, grid.start, middle), piece(2, middle, grid.end)]]]);
}

function transfer(members: Members, next: Members): Replacements {
  const community: Community | undefined = next[0]?.community;
  const grid = lastTiled(members);
  if (grid === undefined || community === undefined) return new Map();
  return replacing({ ...grid, community, workGrid: workGridOf(community, 1), validFrom: boundaryDay });
}

function shift(giver: Grid | undefined, taker: Grid | undefined): Replacements {
  if (giver === undefined || taker === undefined) return new Map();
  return replacing(
    { ...giver, end: giver.end - 1, validFrom: boundaryDay },
    { ...taker, start: taker.start - 1, validFrom: boundaryDay },
  );
}

function rename(members: Members): Replacements {
  return replacing(...members.slice(5, 6).map((grid) => ({ ...grid, name: grid.name.replace('示例', '示例，更正') })));
}

function regroup(members: Members): Replacements {
  return replacing(
    ...members.slice(6, 7).map((grid) => ({
      ...grid,
      workGrid: workGridOf(grid.community, 10),
      validFrom: boundaryDay,
    })),
  );
}

function replacing(...grids: readonly Grid[]): Replacements {
  return new Map(grids.map((grid) => [grid.code, [grid]]));
}
