/**
 * A strip of the plane between two heights in which no edge ends and none cross: its edges from west to east, with
 * their x at the strip's low and high end. The arrays are reused from strip to strip and hold `count` entries.
 */
export interface Strip {
  low: number;
  high: number;
  count: number;
  order: Int32Array;
  lowX: Float64Array;
  highX: Float64Array;
}
