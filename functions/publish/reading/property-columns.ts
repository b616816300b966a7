import type { Json } from '../../../schema/tree/entry.ts';
import { sourceFault } from './source-fault.ts';

/** More than any register has, and few enough that a hostile source cannot fill the memory with names. */
const LIMIT = 1000;

/** The columns of a source whose rows name their own properties. */
export interface PropertyColumns {
  /** In the order of appearance; grows. */
  readonly names: readonly string[];
  /** The properties as cells aligned to `names`. Throws `SourceFault` when there are more than 1,000 names. */
  align(properties: { readonly [name: string]: Json }, line: number): (Json | undefined)[];
}

/** Collects columns from rows of properties. */
export function createPropertyColumns(): PropertyColumns {
  const names: string[] = [];
  const places = new Map<string, number>();
  const placeOf = (name: string, line: number): number => {
    const known = places.get(name);
    if (known !== undefined) return known;
    if (names.length === LIMIT) {
      throw sourceFault('TOO_LARGE', line, `Cannot read source: must have at most ${LIMIT} columns, has more`);
    }
    places.set(name, names.length);
    return names.push(name) - 1;
  };
  return {
    names,
    align(properties, line) {
      const cells: (Json | undefined)[] = new Array(names.length).fill(undefined);
      for (const name of Object.keys(properties)) {
        const place = placeOf(name, line);
        while (cells.length <= place) cells.push(undefined);
        cells[place] = properties[name];
      }
      return cells;
    },
  };
}
