import Flatbush from 'flatbush';
import type { Box } from './bounding-box.ts';
import { packBoxes } from './box-index.ts';

/** A key and the box around its geometry, units. */
export interface IndexItem {
  readonly key: string;
  readonly box: Box;
}

/** Boxes to be searched, and the keys they stand for. */
export interface GridIndex {
  readonly tree: Flatbush | null;
  readonly keys: readonly string[];
}

/** Indexes `items`, whatever their order: equal items give an equal index, byte for byte. */
export function indexItems(items: Iterable<IndexItem>): GridIndex {
  const sorted = [...items].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return { tree: packBoxes(sorted.map((item) => item.box)), keys: sorted.map((item) => item.key) };
}

/** Bytes of an index: length of the tree (32 bits), its bytes (flatbush, little-endian), the keys as JSON in UTF-8. */
export function packIndex(items: Iterable<IndexItem>): Uint8Array {
  const { tree, keys } = indexItems(items);
  const boxes = new Uint8Array(tree?.data ?? new ArrayBuffer(0));
  const names = new TextEncoder().encode(JSON.stringify(keys));
  const bytes = new Uint8Array(4 + boxes.length + names.length);
  new DataView(bytes.buffer).setUint32(0, boxes.length, true);
  bytes.set(boxes, 4);
  bytes.set(names, 4 + boxes.length);
  return bytes;
}

/** The index that `packIndex` wrote. Throws on other bytes. */
export function unpackIndex(bytes: Uint8Array): GridIndex {
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true);
  const keys: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(4 + length)));
  if (!isKeys(keys)) throw new Error('Cannot unpack grid index: keys must be a list of strings');
  // a copy, because the tree's numbers must lie on their own boundaries
  const tree = length === 0 ? null : Flatbush.from(bytes.slice(4, 4 + length).buffer);
  if ((tree?.numItems ?? 0) !== keys.length) {
    throw new Error(`Cannot unpack grid index: must have ${tree?.numItems ?? 0} keys, has ${keys.length}`);
  }
  return { tree, keys };
}

/** Keys whose box holds the point, borders included, in order of keys. */
export function search(index: GridIndex, x: number, y: number): readonly string[] {
  return searchBox(index, { west: x, south: y, east: x, north: y });
}

/** Keys whose box meets `box` (which does not cross the antimeridian), borders included, in order of keys. */
export function searchBox(index: GridIndex, { west, south, east, north }: Box): readonly string[] {
  const places = index.tree?.search(west, south, east, north) ?? [];
  return places.sort((a, b) => a - b).map((place) => index.keys[place] ?? '');
}

function isKeys(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((key) => typeof key === 'string');
}
