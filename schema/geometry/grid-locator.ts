import { boundingBox } from './bounding-box.ts';
import { contains } from './contains.ts';
import { type GridIndex, indexItems } from './grid-index.ts';
import type { MultiPolygon } from './multi-polygon.ts';

/** Answers which grid holds a point (units), if any: the first by key where grids overlap. */
export interface GridLocator {
  locate(x: number, y: number): string | null;
}

/** A locator over an index; geometries are asked for when first needed and kept. Null: the grid is not there. */
export function gridLocator(index: GridIndex, geometryOf: (key: string) => MultiPolygon | null): GridLocator {
  const { tree, keys } = index;
  const geometries: MultiPolygon[] = [];
  const geometryAt = (place: number): MultiPolygon => {
    geometries[place] ??= geometryOf(keys[place] ?? '') ?? [];
    return geometries[place];
  };
  const locate = (x: number, y: number) => {
    let found = Infinity;
    tree?.search(x, y, x, y, (place) => {
      if (place < found && contains(geometryAt(place), x, y)) found = place;
      return false;
    });
    return keys[found] ?? null;
  };
  return { locate };
}

/** A locator over geometries that are at hand. */
export function locatorOf(geometries: ReadonlyMap<string, MultiPolygon>): GridLocator {
  const items = [...geometries].map(([key, multiPolygon]) => ({ key, box: boundingBox(multiPolygon) }));
  return gridLocator(indexItems(items), (key) => geometries.get(key) ?? null);
}
