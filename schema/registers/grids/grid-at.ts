import type { GraphQLResolveInfo } from 'graphql';
import type { Context } from '../../context.ts';
import { contains } from '../../geometry/contains.ts';
import type { Point } from '../../geometry/coordinates.ts';
import { decodeGeometry } from '../../geometry/encode-geometry.ts';
import type { Released } from '../../privacy/release.ts';
import type { AsOf } from '../../reading/as-of.ts';
import { readReleased } from '../../reading/read-rows.ts';
import { rootOf, viewRegister } from '../../reading/register-view.ts';
import { rowPlaces } from '../../reading/selection.ts';
import { tellPlaces } from '../../reading/withhold.ts';
import { getMany } from '../../tree/get.ts';
import { readGridKeys } from './spatial-index.ts';

/** The grid that holds the point on the day: exactly one where grids share an edge, the first by code where they overlap. */
export async function findGridAt(
  [x, y]: Point,
  asOf: AsOf,
  context: Context,
  info: GraphQLResolveInfo,
): Promise<Released<'GRIDS'> | null> {
  const view = viewRegister(context, asOf, 'GRIDS');
  if (view === null) return null;
  const keys = await readGridKeys(view, { west: x, south: y, east: x, north: y }, asOf.day);
  const entries = await getMany(rootOf(view, 'rows.open'), keys, view.blocks('open'));
  const places = rowPlaces(info);
  const selections = places.flatMap((place) => place.selections);
  const rows = await readReleased(
    view,
    entries.filter((entry) => entry !== null),
    selections,
  );
  const found = rows.find((row) => contains(decodeGeometry(row.boundary), x, y));
  if (found === undefined) return null;
  tellPlaces([found], places, context);
  return found;
}
