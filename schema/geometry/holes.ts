import type { Edge } from './edges.ts';
import { findPieces } from './pieces.ts';
import type { Piece } from './trapezoid.ts';

/**
 * The holes of more than `toleratedM2` in the union of geometries, given the edges of them all, with their trapezoids:
 * uncovered pieces that one connected covered piece encloses. Land that meets in points only does not enclose: what
 * lies between two parts that touch at two corners is no hole. A gap of at most `toleratedM2` does not part the land
 * beside it.
 */
export function findHoles(edges: readonly Edge[], toleratedM2: number): readonly Piece[] {
  const open = findPieces(edges, { wanted: isOpen, keep: 'borders' });
  const holes = open.pieces.filter((piece) => piece.areaM2 > toleratedM2);
  if (holes.length === 0) return [];
  const slivers = open.pieces.filter((piece) => piece.areaM2 <= toleratedM2);
  const landBeside = landByEdge(edges, slivers);
  const shores = [open.outside, ...holes.map((hole) => hole.borders)].map((borders) => landAlong(borders, landBeside));
  return holes.filter((_, i) => isEnclosed(shores, i + 1)).map((hole) => traced(hole, edges));
}

function isOpen(covered: number): boolean {
  return covered <= 0;
}

/** The same hole with its trapezoids, which only few pieces need. */
function traced(hole: Piece, edges: readonly Edge[]): Piece {
  const { low, westEdge } = hole.largest;
  const range = { south: hole.south, north: hole.north };
  const { pieces } = findPieces(edges, { wanted: isOpen, keep: 'trapezoids', limits: { range } });
  const found = pieces.find(({ largest }) => largest.low === low && largest.westEdge === westEdge);
  if (!found) throw new Error(`Cannot trace hole: must be found again at height ${low}, is not`);
  return found;
}

/** A number for the connected land on the inner side of each edge; equal across slivers. */
function landByEdge(edges: readonly Edge[], slivers: readonly Piece[]): Int32Array {
  const { pieces } = findPieces(edges, { wanted: (covered) => covered > 0, keep: 'borders' });
  const landBeside = new Int32Array(edges.length).fill(-1);
  for (const [land, { borders }] of pieces.entries()) for (const edge of borders) landBeside[edge] = land;
  const same = pieces.map((_, land) => land);
  for (const { borders } of slivers) {
    const [kept, ...others] = [...landAlong(borders, landBeside)].map((land) => first(same, land));
    for (const other of others) same[other] = kept ?? other;
  }
  return landBeside.map((land) => (land < 0 ? land : first(same, land)));
}

/** Follows a chain of equal numbers to its end, and shortens it on the way. */
function first(same: number[], land: number): number {
  let at = land;
  for (let next = same[at] ?? at; next !== at; next = same[at] ?? at) {
    same[at] = same[next] ?? next;
    at = next;
  }
  return at;
}

function landAlong(borders: ReadonlySet<number>, landBeside: Int32Array): ReadonlySet<number> {
  const lands = new Set([...borders].map((edge) => landBeside[edge] ?? -1));
  lands.delete(-1);
  return lands;
}

/**
 * True when one land parts the hole from the outside: without that land, no way over other land and other holes leads
 * out. `shores` lists the lands around the outside (at 0) and around each hole.
 */
function isEnclosed(shores: readonly ReadonlySet<number>[], hole: number): boolean {
  return [...(shores[hole] ?? [])].some((wall) => !reachesOutside(shores, hole, wall));
}

function reachesOutside(shores: readonly ReadonlySet<number>[], hole: number, wall: number): boolean {
  const reached = new Set([hole]);
  for (const place of reached) {
    for (const land of shores[place] ?? []) {
      if (land === wall) continue;
      for (const [other, lands] of shores.entries()) if (lands.has(land)) reached.add(other);
    }
  }
  return reached.has(0);
}
