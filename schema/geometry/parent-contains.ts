import { boundingBox } from './bounding-box.ts';
import type { Point } from './coordinates.ts';
import { appendEdges, type Edge } from './edges.ts';
import type { MultiPolygon } from './multi-polygon.ts';
import { TOLERATED_M2 } from './partition-finding.ts';
import { findPieces, largestPiece, pointInPiece, totalAreaM2 } from './pieces.ts';
import { rangeOf } from './shear.ts';

/** What of a grid lies outside the boundary of its division. */
export interface Outside {
  readonly areaM2: number;
  /** In the largest piece outside; units. */
  readonly point: Point;
}

/** The part of `child` outside `parent` when that is more than one square metre, else null. */
export function outsideParent(child: MultiPolygon, parent: MultiPolygon): Outside | null {
  const within = boundingBox(child);
  const edges: Edge[] = [];
  appendEdges(edges, { multiPolygon: child, layer: 0, owner: 0, within });
  appendEdges(edges, { multiPolygon: parent, layer: 1, owner: 1, within });
  const wanted = (inChild: number, inParent: number) => inChild > 0 && inParent <= 0;
  const { pieces } = findPieces(edges, { wanted, limits: { range: rangeOf(within) } });
  const areaM2 = totalAreaM2(pieces);
  const largest = largestPiece(pieces);
  return areaM2 > TOLERATED_M2 && largest ? { areaM2, point: pointInPiece(largest) } : null;
}
