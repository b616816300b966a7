import { type Box, boundingBox } from './bounding-box.ts';
import { boxSearch } from './box-index.ts';
import { appendEdges, type Edge } from './edges.ts';
import type { MultiPolygon } from './multi-polygon.ts';
import { type PartitionFinding, type PartitionGrid, TOLERATED_M2 } from './partition-finding.ts';
import { findPieces, largestPiece, pointInPiece, totalAreaM2 } from './pieces.ts';
import { rangeOf } from './shear.ts';
import type { Piece } from './trapezoid.ts';

/** One finding for every pair of grids that share more than the tolerated area; `grids` sorted by key. */
export function* findOverlaps(grids: readonly PartitionGrid[]): Generator<PartitionFinding> {
  const boxes = grids.map((grid) => boundingBox(grid.multiPolygon));
  const search = boxSearch(boxes);
  for (const [i, grid] of grids.entries()) {
    const box = boxes[i];
    if (!box) continue;
    for (const j of search(box)) {
      const other = grids[j];
      const otherBox = boxes[j];
      if (j <= i || !other || !otherBox) continue;
      const pieces = commonPieces(grid.multiPolygon, other.multiPolygon, commonBox(box, otherBox));
      const areaM2 = totalAreaM2(pieces);
      const largest = largestPiece(pieces);
      if (areaM2 <= TOLERATED_M2 || !largest) continue;
      yield { reason: 'OVERLAP', codes: [grid.key, other.key], areaM2, point: pointInPiece(largest) };
    }
  }
}

function commonPieces(a: MultiPolygon, b: MultiPolygon, within: Box): readonly Piece[] {
  if (within.west >= within.east || within.south >= within.north) return [];
  const edges: Edge[] = [];
  appendEdges(edges, { multiPolygon: a, layer: 0, owner: 0, within });
  appendEdges(edges, { multiPolygon: b, layer: 1, owner: 1, within });
  const wanted = (inA: number, inB: number) => inA > 0 && inB > 0;
  return findPieces(edges, { wanted, limits: { range: rangeOf(within) } }).pieces;
}

function commonBox(a: Box, b: Box): Box {
  return {
    west: Math.max(a.west, b.west),
    south: Math.max(a.south, b.south),
    east: Math.min(a.east, b.east),
    north: Math.min(a.north, b.north),
  };
}
