import type { Day } from '../../dates/day.ts';
import { type Box, boundingBox } from '../../geometry/bounding-box.ts';
import { decodeGeometry } from '../../geometry/encode-geometry.ts';
import { type GridIndex, type IndexItem, packIndex, searchBox, unpackIndex } from '../../geometry/grid-index.ts';
import type { RegisterEdition } from '../../ports.ts';
import { type RegisterView, rootOf } from '../../reading/register-view.ts';
import type { Entry, Json } from '../../tree/entry.ts';
import { getGroups } from '../../tree/get.ts';

/**
 * The tree `spatial`: for each bucket of grids (the first six digits of their community's code; nothing follows from
 * them but which grids lie in one index) two entries, both live for ever:
 *
 *     box 440304      [west, south, east, north] around all of it, in units
 *     index 440304    { index: a packed index over keys of rows.open, base64; periods: [from, to] of each key in order }
 */
export interface SpatialRow {
  /** Key in rows.open. */
  readonly key: string;
  readonly community: string;
  /** As stored: geometry/encode-geometry.ts. */
  readonly boundary: string;
  readonly from: number;
  readonly to: number | null;
}

type Period = readonly [from: number, to: number | null];

interface Indexed extends IndexItem {
  readonly period: Period;
}

/** Entries of the tree, in key order, over all rows that are live at some time, whatever their order. */
export async function spatialEntries(rows: AsyncIterable<SpatialRow> | Iterable<SpatialRow>): Promise<Entry[]> {
  const buckets = new Map<string, Indexed[]>();
  for await (const { key, community, boundary, from, to } of rows) {
    const bucket = community.slice(0, 6);
    const item: Indexed = { key, box: boundingBox(decodeGeometry(boundary)), period: [from, to] };
    const items = buckets.get(bucket);
    if (items === undefined) buckets.set(bucket, [item]);
    else items.push(item);
  }
  const sorted = [...buckets].sort(([one], [other]) => (one < other ? -1 : 1));
  const boxes = sorted.map(([bucket, items]): Entry => [`box ${bucket}`, 0, null, corners(items)]);
  return [...boxes, ...sorted.map(([bucket, items]): Entry => [`index ${bucket}`, 0, null, indexOf(items)])];
}

function corners(items: readonly Indexed[]): Json {
  const boxes = items.map((item) => item.box);
  return [
    boxes.reduce((least, { west }) => Math.min(least, west), Number.POSITIVE_INFINITY),
    boxes.reduce((least, { south }) => Math.min(least, south), Number.POSITIVE_INFINITY),
    boxes.reduce((greatest, { east }) => Math.max(greatest, east), Number.NEGATIVE_INFINITY),
    boxes.reduce((greatest, { north }) => Math.max(greatest, north), Number.NEGATIVE_INFINITY),
  ];
}

function indexOf(items: readonly Indexed[]): Json {
  const sorted = [...items].sort((one, other) => (one.key < other.key ? -1 : 1));
  return {
    index: Buffer.from(packIndex(sorted)).toString('base64'),
    periods: sorted.map((item) => item.period),
  };
}

interface Bucket {
  readonly index: GridIndex;
  readonly periods: ReadonlyMap<string, Period>;
}

/** What was read of an edition's index: it can never change, and it is open. */
interface SpatialIndex {
  readonly boxes: readonly { readonly bucket: string; readonly box: Box }[];
  readonly buckets: Map<string, Bucket>;
}
const read = new WeakMap<RegisterEdition, SpatialIndex>();

/** Keys of rows.open, in order, of the grids whose boxes meet `box` and that are live on `day` (null: on any). */
export async function readGridKeys(view: RegisterView, box: Box, day: Day | null): Promise<readonly string[]> {
  const index = read.get(view.edition) ?? { boxes: await readBoxes(view), buckets: new Map() };
  read.set(view.edition, index);
  const near = index.boxes.filter((entry) => meet(entry.box, box)).map((entry) => entry.bucket);
  await readBuckets(view, index.buckets, near);
  const keys = near.flatMap((bucket) => {
    const found = index.buckets.get(bucket);
    if (found === undefined) return [];
    return searchBox(found.index, box).filter((key) => day === null || isLive(found.periods.get(key), day));
  });
  return keys.sort();
}

async function readBoxes(view: RegisterView): Promise<SpatialIndex['boxes']> {
  const [entries = []] = await getGroups(rootOf(view, 'spatial'), ['box '], view.blocks('open'));
  return entries.map(([key, , , value]) => {
    const [west = 0, south = 0, east = 0, north = 0] = value as readonly number[];
    return { bucket: key.slice('box '.length), box: { west, south, east, north } };
  });
}

async function readBuckets(view: RegisterView, buckets: Map<string, Bucket>, wanted: readonly string[]): Promise<void> {
  const missing = wanted.filter((bucket) => !buckets.has(bucket));
  const prefixes = missing.map((bucket) => `index ${bucket}`);
  const groups = await getGroups(rootOf(view, 'spatial'), prefixes, view.blocks('open'));
  missing.forEach((bucket, place) => {
    const value = groups[place]?.[0]?.[3] as { index: string; periods: Period[] } | undefined;
    if (value === undefined) return;
    // not a Buffer, whose slices share memory
    const index = unpackIndex(Uint8Array.from(Buffer.from(value.index, 'base64')));
    const periods = new Map<string, Period>();
    index.keys.forEach((key, at) => {
      periods.set(key, value.periods[at] ?? [0, 0]);
    });
    buckets.set(bucket, { index, periods });
  });
}

function isLive(period: Period | undefined, day: Day): boolean {
  return period !== undefined && period[0] <= day && (period[1] === null || day < period[1]);
}

function meet(one: Box, other: Box): boolean {
  return one.west <= other.east && other.west <= one.east && one.south <= other.north && other.south <= one.north;
}
