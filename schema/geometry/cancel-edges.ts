import type { Edge } from './edges.ts';

/**
 * The edges that remain when those shared by two neighbours, which run there and back, cancel. Coverage stays what it
 * was, and of a clean partition only the outline is left. Equal edges that do not cancel become one with their summed
 * winding. Sorted by place.
 */
export function cancelEdges(edges: readonly Edge[]): readonly Edge[] {
  const sorted = [...edges].sort(comparePlace);
  const remaining: Edge[] = [];
  for (let start = 0; start < sorted.length; ) {
    let end = start;
    let winding = 0;
    let owner = sorted[start];
    for (; end < sorted.length; end++) {
      const edge = sorted[end];
      if (!edge || !owner || comparePlace(edge, owner) !== 0) break;
      winding += edge.winding;
      if (Math.sign(edge.winding) === Math.sign(winding)) owner = edge;
    }
    if (owner && winding !== 0) remaining.push({ ...owner, winding });
    start = end;
  }
  return remaining;
}

function comparePlace(a: Edge, b: Edge): number {
  return a.y0 - b.y0 || a.x0 - b.x0 || a.y1 - b.y1 || a.x1 - b.x1;
}
