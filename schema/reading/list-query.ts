import type { Condition } from '../filters/condition.ts';
import type { Area } from '../geometry/area.ts';
import { mortonCode, mortonRanges } from '../geometry/morton.ts';
import { readGridKeys } from '../registers/grids/spatial-index.ts';
import type { State } from '../registers/lifecycle.ts';
import { type KeyRange, startingWith } from '../tree/key-range.ts';
import { codeOfKey } from './as-of.ts';
import { communityRanges } from './community-ranges.ts';
import { isWithin, standsWhereFound } from './is-within.ts';
import type { RegisterView } from './register-view.ts';
import { allRows, type RowSource, rowsInOrder, rowsOfCodes, type Standing } from './row-source.ts';
import { type AreaWithin, readWithin } from './within.ts';

/** What an order finds under ranges of first parts. */
export interface Search {
  readonly tree: string;
  readonly ranges: readonly Required<KeyRange>[];
  /** True where it finds less than an area mostly holds. */
  readonly narrow: boolean;
  /** True when all that it finds is wanted; else `condition` must still be tested. */
  readonly exact: boolean;
  readonly condition: Condition;
}

/** What a list is a list of: all that is given must hold. */
export interface ListQuery {
  readonly codes: readonly string[] | null;
  readonly within: string | null;
  readonly state: State | null;
  /** Rows that an order lists under one first part: the houses of a building. */
  readonly under: { readonly tree: string; readonly first: string } | null;
  /** Points in an area, by the order of place. */
  readonly place: Area | null;
  /** What orders of their own find; where another source is narrower, they test its rows. */
  readonly searches: readonly Search[];
  readonly conditions: readonly Condition[];
}

/** A query that asks for nothing in particular. */
export const everything: ListQuery = {
  codes: null,
  within: null,
  state: null,
  under: null,
  place: null,
  searches: [],
  conditions: [],
};

/** Where the rows of a query come from, and what must still be tested of each. */
export interface ListPlan {
  readonly source: RowSource;
  readonly conditions: readonly Condition[];
}

const mostRanges = 32;

/** Orders keep every place where a building ever stood; its tombstone belongs to the last one. */
const standsAtLast: Condition = {
  argument: 'filter.state',
  reads: ['lon', 'lat'],
  holds: (row, first) => 'lon' in row && mortonCode(row.lon, row.lat) === first,
};

/** Chooses the narrowest source: codes, then the order of an area, then that of place, then the register itself. */
export async function planList(view: RegisterView, query: ListQuery): Promise<ListPlan> {
  const { searches } = query;
  const isOrdered = query.codes !== null || query.under !== null || query.state === 'RETIRED';
  const search = isOrdered
    ? undefined
    : (searches.find(({ narrow }) => narrow) ?? (query.within === null ? searches[0] : undefined));
  const others = searches.filter((one) => one !== search || !one.exact).map(({ condition }) => condition);
  const conditions = [...others, ...query.conditions];
  if (search === undefined) return planPlaces(view, { ...query, conditions });
  const area = query.within === null ? null : await readWithin(view, query.within);
  const inside = area === null ? [] : [isWithin(view.register.name, area)];
  return { source: rowsInOrder(view, { ...search, scattered: true }, 'VALID'), conditions: [...inside, ...conditions] };
}

async function planPlaces(view: RegisterView, query: ListQuery): Promise<ListPlan> {
  const standing: Standing = query.state === 'RETIRED' ? 'RETIRED' : 'VALID';
  const area = query.within === null ? null : await readWithin(view, query.within);
  const inside = area === null ? [] : [isWithin(view.register.name, area)];
  const { codes, under, place, conditions } = query;
  if (codes !== null) return { source: rowsOfCodes(view, codes, standing), conditions: [...inside, ...conditions] };
  if (under !== null) {
    const source = rowsInOrder(view, { tree: under.tree, ranges: [startingWith(`${under.first} `)] }, standing);
    return { source, conditions: [...inside, ...conditions] };
  }
  if (place !== null && view.register.name === 'GRIDS') {
    const codes = (await readGridKeys(view, place.box, standing === 'VALID' ? view.asOf.day : null)).map(codeOfKey);
    return { source: rowsOfCodes(view, codes, standing), conditions: [...inside, ...conditions] };
  }
  if (place !== null) {
    const ranges = mortonRanges(place.box, mostRanges).map(({ from, to }) => ({ lower: from, upper: `${to}~` }));
    const source = rowsInOrder(view, { tree: 'order.place', ranges }, standing);
    return { source, conditions: [...(standing === 'RETIRED' ? [standsAtLast] : []), ...inside, ...conditions] };
  }
  if (area === null) return { source: allRows(view, standing), conditions };
  if (standing === 'VALID') return { source: await sourceWithin(view, area, standing), conditions };
  return planTombstones(view, area, conditions);
}

async function planTombstones(
  view: RegisterView,
  area: AreaWithin,
  conditions: readonly Condition[],
): Promise<ListPlan> {
  const { name } = view.register;
  if (name === 'DIVISIONS' || (name === 'GRIDS' && area.kind === 'GRID')) {
    return { source: allRows(view, 'RETIRED'), conditions: [isWithin(name, area), ...conditions] };
  }
  const source = await sourceWithin(view, area, 'RETIRED');
  return { source, conditions: [standsWhereFound(name, area), ...conditions] };
}

async function sourceWithin(view: RegisterView, area: AreaWithin, standing: Standing): Promise<RowSource> {
  const { name } = view.register;
  if (name === 'DIVISIONS') return rowsOfCodes(view, area.kind === 'GRID' ? [] : area.below, standing);
  if (area.kind === 'GRID') {
    if (name === 'GRIDS') return rowsOfCodes(view, [area.code], standing);
    return rowsInOrder(view, { tree: 'order.grid', ranges: [startingWith(`${area.code} `)] }, standing);
  }
  return rowsInOrder(view, { tree: 'order.community', ranges: await communityRanges(view, area) }, standing);
}
