import { toDegrees } from './coordinates.ts';
import { appendEdges, type Edge } from './edges.ts';
import { canonical, doubleArea, type MultiPolygon } from './multi-polygon.ts';
import { findPieces, type PieceAnswer, pointInPiece, totalAreaM2 } from './pieces.ts';
import { readPolygons } from './read-polygons.ts';
import { repairGeometry } from './repair-geometry.ts';

/**
 * A geometry, or why it was refused. `repairedAreaM2` is 0 for a geometry that was taken as it is, else the area over
 * which its rings crossed before they were mended (square metres, at most 1).
 */
export type ParsedGeometry =
  | { readonly ok: true; readonly value: MultiPolygon; readonly repairedAreaM2: number }
  | { readonly ok: false; readonly reason: string };

/** What rings may cross in all and still be mended, in square metres. */
const MENDABLE_M2 = 1;

/** What snapping to the nearest unit leaves at a point where rings touch: a square unit or so. */
const TOUCHING_M2 = 1e-4;

/** Honest geometry of 100,000 positions takes some ten million steps; this many take about a second. */
const LIMITS = { crossings: 1_000, steps: 40_000_000 };

/** Rounds of mending: snapping what was mended may make a new crossing, hardly ever twice. */
const ROUNDS = 4;

/** Reads a GeoJSON Polygon or MultiPolygon (RFC 7946; heights are ignored) of at most `mostPositions` positions. */
export function parseGeometry(geometry: unknown, mostPositions = 100_000): ParsedGeometry {
  const read = readPolygons(geometry, mostPositions);
  if (!read.ok) return read;
  let value = read.value;
  let repairedAreaM2 = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const fault = faultOf(value);
    if (fault.areaM2 <= TOUCHING_M2) return accepted(value, repairedAreaM2);
    if (fault.areaM2 > MENDABLE_M2) return { ok: false, reason: fault.reason };
    repairedAreaM2 = Math.max(repairedAreaM2, fault.areaM2);
    value = repairGeometry(value);
    if (value.length === 0) break;
  }
  return { ok: false, reason: 'rings must not cross, do so in a way that cannot be mended' };
}

/** Holes without area are left out; a polygon without area is refused. */
function accepted(multiPolygon: MultiPolygon, repairedAreaM2: number): ParsedGeometry {
  const empty = multiPolygon.findIndex(([outer]) => outer === undefined || doubleArea(outer) === 0);
  if (empty >= 0) return { ok: false, reason: `polygon ${empty} must enclose an area, encloses none` };
  const value = multiPolygon.map((polygon) => polygon.filter((ring) => doubleArea(ring) !== 0));
  return { ok: true, value: canonical(value), repairedAreaM2 };
}

interface Fault {
  readonly areaM2: number;
  readonly reason: string;
}

/** Where rings cross, overlap or lie outside their shell: first within each polygon, then among polygons. */
function faultOf(multiPolygon: MultiPolygon): Fault {
  const none = { areaM2: 0, reason: '' };
  for (const [i, polygon] of multiPolygon.entries()) {
    const fault = faultAmong([polygon], i);
    if (fault.areaM2 > TOUCHING_M2) return fault;
  }
  return multiPolygon.length > 1 ? faultAmong(multiPolygon, 0) : none;
}

/** Rings that run as they should cover every place once or not at all. `first` is the number of the first polygon. */
function faultAmong(polygons: MultiPolygon, first: number): Fault {
  const edges: Edge[] = [];
  const names: string[] = [];
  for (const [i, polygon] of polygons.entries()) {
    for (const [j, ring] of polygon.entries()) {
      appendEdges(edges, { multiPolygon: [[ring]], layer: 0, owner: names.length });
      names.push(`polygon ${first + i} ring ${j}`);
    }
  }
  const wanted = (covered: number) => covered < 0 || covered > 1;
  const answer = findPieces(edges, { wanted, limits: LIMITS, enoughM2: MENDABLE_M2 });
  if (answer.outcome === 'exhausted') {
    return { areaM2: Infinity, reason: `polygon ${first} must be simple enough to check, crosses or folds too often` };
  }
  return { areaM2: totalAreaM2(answer.pieces), reason: reasonOf(answer, edges, names) };
}

function reasonOf({ outcome, pieces }: PieceAnswer, edges: readonly Edge[], names: readonly string[]): string {
  const [piece] = [...pieces].sort((a, b) => b.areaM2 - a.areaM2);
  if (!piece) return '';
  const edge = edges[piece.largest.westEdge];
  const [lon, lat] = pointInPiece(piece).map(toDegrees);
  const area = `${outcome === 'stopped' ? 'more than ' : ''}${totalAreaM2(pieces).toFixed(1)} m²`;
  const where = `at ${names[edge?.owner ?? 0]} position ${edge?.position}, near [${lon}, ${lat}]`;
  return `rings must not cross, overlap or leave their polygon, do so over ${area} ${where}`;
}
