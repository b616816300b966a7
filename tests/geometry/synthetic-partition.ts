import type { Point } from '../../schema/geometry/coordinates.ts';
import { areaM2 } from '../../schema/geometry/measures.ts';
import { canonical, type MultiPolygon } from '../../schema/geometry/multi-polygon.ts';
import type { PartitionGrid } from '../../schema/geometry/partition-finding.ts';

/** What was put into a synthetic partition, to be found again. */
export interface Injected {
  readonly reason: 'OVERLAP' | 'GAP';
  readonly codes: readonly string[];
  readonly areaM2: number;
}

export interface SyntheticPartition {
  readonly grids: readonly PartitionGrid[];
  readonly injected: readonly Injected[];
}

export interface SyntheticOptions {
  readonly columns: number;
  readonly rows: number;
  /** Cells on the side of a community. */
  readonly block: number;
  readonly seed: number;
  /** One overlap, gap, missing cell or filled hole in so many communities; 0 for a clean partition. */
  readonly faultEvery: number;
  /** Whether cells have corners of their own, off their neighbour's line by rounding. Without, the partition is exact. */
  readonly ownCorners: boolean;
}

/** About 155 m north to south: what rounding takes off one border stays below a square metre. */
const SIZE = 14_000;
const ORIGIN: Point = [1_140_000_000, 225_000_000];

/**
 * Cells with irregular shared borders. Each cell puts further corners on its own copy of a border, off the line by what
 * rounding takes (T-junctions). In every `faultEvery`th community one cell is changed so that area and codes are known.
 */
export function syntheticPartition(options: SyntheticOptions): SyntheticPartition {
  const { columns, rows, block, faultEvery } = options;
  const grids: PartitionGrid[] = [];
  const injected: Injected[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const community = `${pad(Math.floor(row / block))}${pad(Math.floor(column / block))}`;
      const number = Math.floor(row / block) * Math.ceil(columns / block) + Math.floor(column / block);
      const middle = row % block === 2 && column % block === 2 && row + 2 < rows && column + 2 < columns;
      const faulty = middle && faultEvery > 0 && number % faultEvery === 0;
      const cell = { column, row, community, ownCorners: options.ownCorners, fault: faulty ? number / faultEvery : -1 };
      addCell(options.seed, cell, { grids, injected });
    }
  }
  return { grids, injected };
}

interface Cell {
  readonly column: number;
  readonly row: number;
  readonly community: string;
  readonly ownCorners: boolean;
  readonly fault: number;
}

function addCell(
  seed: number,
  { column, row, community, ownCorners, fault }: Cell,
  { grids, injected }: { grids: PartitionGrid[]; injected: Injected[] },
): void {
  const key = keyOf(column, row);
  const right = borderPoints(seed, [column + 1, row], [column + 1, row + 1]);
  const ring = cellRing(seed, column, row);
  const add = (suffix: string, multiPolygon: MultiPolygon, into = community) =>
    grids.push({ key: key + suffix, community: into, multiPolygon: canonical(multiPolygon) });
  const neighbours = [keyOf(column, row - 1), keyOf(column - 1, row), keyOf(column + 1, row), keyOf(column, row + 1)];
  if (fault < 0) add('', [[flat(ownCorners ? withOwnCorners(seed, ring, column, row) : ring)]]);
  else if (fault % 4 === 0 || fault % 4 === 1) {
    const bulge = fault % 4 === 0 ? 0.1 : -0.1;
    const [from, to] = [right[0] ?? ORIGIN, right[1] ?? ORIGIN];
    const tip: Point = [
      Math.round((from[0] + to[0]) / 2 + (to[1] - from[1]) * bulge),
      Math.round((from[1] + to[1]) / 2 - (to[0] - from[0]) * bulge),
    ];
    const at = ring.findIndex((point) => point[0] === from[0] && point[1] === from[1]);
    add('', [[flat([...ring.slice(0, at + 1), tip, ...ring.slice(at + 1)])]]);
    const area = Math.abs(areaM2([[flat([from, tip, to])]]));
    injected.push({ reason: bulge > 0 ? 'OVERLAP' : 'GAP', codes: [key, keyOf(column + 1, row)].sort(), areaM2: area });
  } else if (fault % 4 === 2) {
    injected.push({ reason: 'GAP', codes: neighbours.sort(), areaM2: areaM2([[flat(ring)]]) });
  } else {
    const hole = shrunk(ring);
    add('', [[flat(ring), flat([...hole].reverse())]]);
    add('i', [[flat(hole)]], 'island');
  }
}

/** A ring of four points around the middle of a cell. */
function shrunk(ring: readonly Point[]): readonly Point[] {
  const x = Math.round(ring.reduce((sum, point) => sum + point[0], 0) / ring.length);
  const y = Math.round(ring.reduce((sum, point) => sum + point[1], 0) / ring.length);
  return [
    [x - 2000, y],
    [x + 100, y - 2100],
    [x + 2000, y + 70],
    [x, y + 1900],
  ];
}

function cellRing(seed: number, column: number, row: number): Point[] {
  const bottom = borderPoints(seed, [column, row], [column + 1, row]);
  const right = borderPoints(seed, [column + 1, row], [column + 1, row + 1]);
  const top = borderPoints(seed, [column, row + 1], [column + 1, row + 1]).reverse();
  const left = borderPoints(seed, [column, row], [column, row + 1]).reverse();
  return [bottom, right, top, left].flatMap((points) => points.slice(0, -1));
}

/** From node to node with up to four corners between, the same for both neighbours. */
function borderPoints(seed: number, from: Point, to: Point): Point[] {
  const random = generator(hash(seed, from[0], from[1], from[0] === to[0] ? 1 : 2));
  const [a, b] = [nodeAt(seed, from), nodeAt(seed, to)];
  const count = Math.floor(random() * 5);
  const between = Array.from({ length: count }, (_, i): Point => {
    const along = (i + 0.3 + 0.4 * random()) / count;
    const across = (random() - 0.5) * 0.15;
    return [
      Math.round(a[0] + (b[0] - a[0]) * along - (b[1] - a[1]) * across),
      Math.round(a[1] + (b[1] - a[1]) * along + (b[0] - a[0]) * across),
    ];
  });
  return [a, ...between, b];
}

function nodeAt(seed: number, [column, row]: Point): Point {
  const random = generator(hash(seed, column, row, 3));
  return [
    Math.round(ORIGIN[0] + (column + (random() - 0.5) * 0.3) * SIZE),
    Math.round(ORIGIN[1] + (row + (random() - 0.5) * 0.3) * SIZE),
  ];
}

/** Corners on the cell's own copy of its border: on the line but for rounding. */
function withOwnCorners(seed: number, ring: readonly Point[], column: number, row: number): Point[] {
  const random = generator(hash(seed, column, row, 4));
  return ring.flatMap((point, i): Point[] => {
    const next = ring[(i + 1) % ring.length] ?? point;
    if (random() < 0.7) return [point];
    const along = 0.2 + 0.6 * random();
    const own: Point = [
      Math.round(point[0] + (next[0] - point[0]) * along),
      Math.round(point[1] + (next[1] - point[1]) * along),
    ];
    return [point, own];
  });
}

function flat(points: readonly Point[]): Int32Array {
  return Int32Array.from(points.flat());
}

function keyOf(column: number, row: number): string {
  return `${pad(row)}${pad(column)}`;
}

function pad(value: number): string {
  return String(value).padStart(4, '0');
}

/** FNV-1a over four numbers. */
function hash(...values: readonly number[]): number {
  return values.reduce((state, value) => Math.imul(state ^ value, 0x01000193) >>> 0, 0x811c9dc5);
}

/** Numbers in [0, 1): Marsaglia's xorshift32. */
export function generator(seed: number): () => number {
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1;
  for (let i = 0; i < 4; i++) state = step(state);
  return () => {
    state = step(state);
    return state / 2 ** 32;
  };
}

function step(state: number): number {
  let next = state;
  next ^= next << 13;
  next ^= next >>> 17;
  next ^= next << 5;
  return next >>> 0;
}
