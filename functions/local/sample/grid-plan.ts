import { type Community, futianCommunities } from './divisions.ts';
import { side } from './lattice.ts';
import { below, draw, streams } from './random.ts';

/** A basic grid of the sample: a run of cells along the lattice's Hilbert curve, with or without enclaves. */
export interface Grid {
  readonly code: string;
  readonly community: Community;
  readonly name: string;
  readonly workGrid: string;
  /** The run of cells [start, end); empty for a grid that is nothing but an enclave. */
  readonly start: number;
  readonly end: number;
  /** The cell of the run whose enclave belongs to another grid. */
  readonly hole: number | null;
  /** The cell, of another grid's run, whose enclave belongs to this grid. */
  readonly island: number | null;
  /** When the grid took its present form. */
  readonly validFrom: string;
}

/** All cells; the enclave of cell c is place `cellCount + c`. */
export const cellCount = side * side;
/** SZDB/Z 281-2017, the standard for these codes, came into force on this day. */
export const firstGridDay = '2018-01-01';

const perWorkGrid = 3;

/**
 * The first edition of Futian's grids, in the order of the curve: 8-14 grids a community, 2-5 cells a grid. Shenzhen's
 * rules want each grid in one community, no gap, no overlap and moderate size. Each ninth community has a ring-shaped
 * grid around an enclave of its own, and another ninth a grid in two pieces.
 */
export function firstGrids(seed: number): readonly Grid[] {
  const slots = futianCommunities.flatMap((community, index) => {
    const count = 8 + below(draw(seed, streams.gridCount, index), 7);
    return Array.from({ length: count }, (_, ordinal) => ({ community, index, ordinal, count }));
  });
  const weights = slots.map((_, index) => 3 + below(draw(seed, streams.gridSize, index), 3));
  const cuts = proportionalCuts(weights, cellCount);
  const grids = slots.map(({ community, index, ordinal }, slot): Grid => {
    const start = cuts[slot] ?? 0;
    const enclave = ordinal === 1 && (index % 9) % 4 === 0 && index % 9 > 0;
    return { ...gridOf(community, ordinal + 1), start, end: cuts[slot + 1] ?? start, hole: enclave ? start + 1 : null };
  });
  return withIslands(grids);
}

/** The name, code and work grid of a community's grid by its number, without any extent. */
export function gridOf(community: Community, number: number): Grid {
  return {
    code: `${community.prefix}${String(number).padStart(2, '0')}`,
    community,
    name: `${community.name}第${number}网格（示例）`,
    workGrid: workGridOf(community, number),
    start: 0,
    end: 0,
    hole: null,
    island: null,
    validFrom: firstGridDay,
  };
}

/** A work grid is one or several whole basic grids: the community's code and three digits. */
export function workGridOf(community: Community, number: number): string {
  return `${community.code}${String(Math.ceil(number / perWorkGrid)).padStart(3, '0')}`;
}

/** The grid at every place: cells first, then enclaves (undefined where a cell has none). */
export function gridsByPlace(grids: readonly Grid[]): readonly (Grid | undefined)[] {
  const places = new Array<Grid | undefined>(cellCount * 2).fill(undefined);
  for (const grid of grids) {
    places.fill(grid, grid.start, grid.end);
    if (grid.island !== null) places[cellCount + grid.island] = grid;
  }
  return places;
}

/** Cuts `total` into shares by weight: cut i stands after the first i shares, the last one at `total`. */
export function proportionalCuts(weights: readonly number[], total: number): readonly number[] {
  const sum = weights.reduce((left, right) => left + right, 0);
  const cuts = [0];
  let reached = 0;
  for (const weight of weights) {
    reached += weight;
    cuts.push(Math.floor((total * reached) / sum));
  }
  return cuts;
}

/** Gives each enclave to a grid of its own or, in every other such community, to the community's fifth grid. */
function withIslands(grids: readonly Grid[]): readonly Grid[] {
  const communities = Map.groupBy(grids, (grid) => grid.community);
  return [...communities].flatMap(([community, members], index) => {
    const hole = members[1]?.hole ?? null;
    if (hole === null) return members;
    if (index % 9 === 4) return [...members, { ...gridOf(community, members.length + 1), island: hole }];
    return members.map((grid, ordinal) => (ordinal === 4 ? { ...grid, island: hole } : grid));
  });
}
