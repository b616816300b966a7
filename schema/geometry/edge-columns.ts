import type { Edge } from './edges.ts';

/** Edges as columns, for sweeps that run over them many times. */
export interface EdgeColumns {
  readonly count: number;
  readonly x0: Float64Array;
  readonly y0: Float64Array;
  readonly x1: Float64Array;
  readonly y1: Float64Array;
  /** What x gains for each unit of height. */
  readonly slope: Float64Array;
  readonly winding: Int8Array;
  readonly layer: Uint8Array;
}

/** The columns of what `edges` holds, in the same order. */
export function columnsOf(edges: readonly Edge[]): EdgeColumns {
  return {
    count: edges.length,
    x0: Float64Array.from(edges, (edge) => edge.x0),
    y0: Float64Array.from(edges, (edge) => edge.y0),
    x1: Float64Array.from(edges, (edge) => edge.x1),
    y1: Float64Array.from(edges, (edge) => edge.y1),
    slope: Float64Array.from(edges, (edge) => (edge.x1 - edge.x0) / (edge.y1 - edge.y0)),
    winding: Int8Array.from(edges, (edge) => edge.winding),
    layer: Uint8Array.from(edges, (edge) => edge.layer),
  };
}
