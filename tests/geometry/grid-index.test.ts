import { describe, expect, test } from 'vitest';
import { boundingBox } from '../../schema/geometry/bounding-box.ts';
import { contains } from '../../schema/geometry/contains.ts';
import { packIndex, search, searchBox, unpackIndex } from '../../schema/geometry/grid-index.ts';
import { gridLocator, locatorOf } from '../../schema/geometry/grid-locator.ts';
import { generator, syntheticPartition } from './synthetic-partition.ts';

const { grids } = syntheticPartition({ columns: 20, rows: 20, block: 10, seed: 3, faultEvery: 1, ownCorners: true });
const geometries = new Map(grids.map((grid) => [grid.key, grid.multiPolygon]));
const items = grids.map((grid) => ({ key: grid.key, box: boundingBox(grid.multiPolygon) }));
const random = generator(81);
const points = Array.from({ length: 3_000 }, () => [
  1_140_000_000 + Math.floor((random() * 22 - 1) * 14_000),
  225_000_000 + Math.floor((random() * 22 - 1) * 14_000),
]);

describe('a packed index', () => {
  const bytes = packIndex(items);

  test('finds the boxes that a look at each of them finds', () => {
    const index = unpackIndex(bytes);
    for (const [x = 0, y = 0] of points) {
      const holding = items.filter(({ box }) => x >= box.west && x <= box.east && y >= box.south && y <= box.north);
      expect(search(index, x, y)).toEqual(holding.map((item) => item.key).sort());
      const around = { west: x - 9_000, south: y - 5_000, east: x + 9_000, north: y + 5_000 };
      const meeting = items.filter(
        ({ box }) =>
          box.west <= around.east && box.east >= around.west && box.south <= around.north && box.north >= around.south,
      );
      expect(searchBox(index, around)).toEqual(meeting.map((item) => item.key).sort());
    }
  });

  test('has the same bytes whatever the order of its items, and is read at any offset', () => {
    expect(packIndex([...items].reverse())).toEqual(bytes);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(search(unpackIndex(shifted.subarray(3)), 1_140_070_000, 225_070_000)).toHaveLength(
      search(unpackIndex(bytes), 1_140_070_000, 225_070_000).length,
    );
  });

  test('may be empty', () => {
    const empty = unpackIndex(packIndex([]));
    expect(search(empty, 0, 0)).toEqual([]);
    expect(locatorOf(new Map()).locate(0, 0)).toBeNull();
  });

  test('is not made of other bytes', () => {
    expect(() => unpackIndex(Uint8Array.of(0, 0, 0, 0, 0x7b, 0x7d))).toThrow('keys must be a list of strings');
    expect(() => unpackIndex(Uint8Array.of(0, 0, 0, 0, ...new TextEncoder().encode('["a"]')))).toThrow(
      'must have 0 keys, has 1',
    );
    expect(() => unpackIndex(bytes.subarray(0, bytes.length - 2))).toThrow();
  });
});

test('locate() answers the first grid that contains the point, or null', () => {
  const asked: string[] = [];
  const locator = gridLocator(unpackIndex(packIndex(items)), (key) => {
    asked.push(key);
    return geometries.get(key) ?? null;
  });
  for (const [x = 0, y = 0] of points) {
    const owners = grids.filter((grid) => contains(grid.multiPolygon, x, y)).map((grid) => grid.key);
    expect(locator.locate(x, y)).toBe(owners.sort()[0] ?? null);
  }
  expect(new Set(asked).size).toBe(asked.length);
});

test('locate() passes over a grid whose geometry is gone', () => {
  const locator = gridLocator(unpackIndex(packIndex(items)), () => null);
  expect(locator.locate(1_140_070_000, 225_070_000)).toBeNull();
});
