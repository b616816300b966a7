import { type Box, boundingBox } from './bounding-box.ts';
import { type BoxSearch, boxSearch } from './box-index.ts';
import { cancelEdges } from './cancel-edges.ts';
import { appendEdges, type Edge } from './edges.ts';
import { findHoles } from './holes.ts';
import { type PartitionFinding, type PartitionGrid, TOLERATED_M2 } from './partition-finding.ts';
import { findPieces, pointInPiece } from './pieces.ts';
import { latitudeAt } from './shear.ts';
import type { Piece } from './trapezoid.ts';

/** One finding for every hole inside a community that no grid, of whatever community, covers; `grids` sorted by key. */
export function* findGaps(grids: readonly PartitionGrid[]): Generator<PartitionFinding> {
  const search = boxSearch(grids.map((grid) => boundingBox(grid.multiPolygon)));
  for (const members of byCommunity(grids)) {
    const edges: Edge[] = [];
    for (const owner of members) appendGrid(edges, grids, { owner, layer: 0 });
    const outline = cancelEdges(edges);
    for (const hole of findHoles(outline, TOLERATED_M2)) {
      const strangers = strangersIn(hole, members, search);
      yield* gapsIn(sidesOf(hole, outline), { hole, strangers, grids });
    }
  }
}

interface Hole {
  readonly hole: Piece;
  readonly strangers: readonly number[];
  readonly grids: readonly PartitionGrid[];
}

/** What the grids of other communities leave of a hole. */
function* gapsIn(sides: readonly Edge[], { hole, strangers, grids }: Hole): Generator<PartitionFinding> {
  const edges = [...sides];
  for (const owner of strangers) appendGrid(edges, grids, { owner, layer: 1, within: boxOf(hole) });
  const { pieces } = findPieces(edges, {
    wanted: (inHole, covered) => inHole > 0 && covered <= 0,
    keep: 'trapezoids',
    limits: { range: hole },
  });
  for (const gap of pieces) {
    if (gap.areaM2 <= TOLERATED_M2) continue;
    const codes = ownersAround(gap, edges).map((owner) => grids[owner]?.key ?? '');
    yield { reason: 'GAP', codes: codes.sort(), areaM2: gap.areaM2, point: pointInPiece(gap) };
  }
}

/** The sides of a hole's trapezoids, each still owned by the grid whose border it is. */
function sidesOf(hole: Piece, outline: readonly Edge[]): readonly Edge[] {
  return hole.trapezoids.flatMap((part) => {
    const common = { y0: part.low, y1: part.high, layer: 0, position: 0 };
    const [west, east] = [outline[part.westEdge]?.owner ?? -1, outline[part.eastEdge]?.owner ?? -1];
    return [
      { ...common, x0: part.lowWest, x1: part.highWest, winding: 1, owner: west },
      { ...common, x0: part.lowEast, x1: part.highEast, winding: -1, owner: east },
    ];
  });
}

function ownersAround(gap: Piece, edges: readonly Edge[]): readonly number[] {
  const owners = new Set<number>();
  for (const { westEdge, eastEdge } of gap.trapezoids) {
    for (const edge of [westEdge, eastEdge]) owners.add(edges[edge]?.owner ?? -1);
  }
  owners.delete(-1);
  return [...owners];
}

function strangersIn(hole: Piece, members: ReadonlySet<number>, search: BoxSearch): readonly number[] {
  return search(boxOf(hole)).filter((owner) => !members.has(owner));
}

function boxOf({ trapezoids, south, north }: Piece): Box {
  let [west, east] = [Infinity, -Infinity];
  for (const part of trapezoids) {
    west = Math.min(west, part.lowWest, part.highWest);
    east = Math.max(east, part.lowEast, part.highEast);
  }
  return {
    west: Math.floor(west),
    south: Math.floor(latitudeAt(south, east)),
    east: Math.ceil(east),
    north: Math.ceil(latitudeAt(north, west)),
  };
}

function appendGrid(
  list: Edge[],
  grids: readonly PartitionGrid[],
  source: { readonly owner: number; readonly layer: number; readonly within?: Box },
): void {
  const grid = grids[source.owner];
  if (grid) appendEdges(list, { ...source, multiPolygon: grid.multiPolygon });
}

function byCommunity(grids: readonly PartitionGrid[]): readonly ReadonlySet<number>[] {
  const communities = new Map<string, Set<number>>();
  for (const [i, { community }] of grids.entries()) {
    const members = communities.get(community);
    if (members) members.add(i);
    else communities.set(community, new Set([i]));
  }
  return [...communities].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, members]) => members);
}
