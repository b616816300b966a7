import type { Part } from '../../schema/publication/class-rows.ts';
import type { Trees } from '../../schema/publication/next-editions.ts';
import { type SpatialRow, spatialEntries } from '../../schema/registers/grids/spatial-index.ts';
import { layoutOf } from '../../schema/registers/register.ts';
import { build } from '../../schema/tree/build.ts';
import { scan } from '../../schema/tree/scan.ts';
import type { PublicationState } from './publication-state.ts';

/** The tree that finds grids by place, made anew when any grid changed; nothing for other registers. */
export async function buildSpatial(state: PublicationState, trees: Trees): Promise<Trees> {
  if (state.register.name !== 'GRIDS') return {};
  const root = trees['rows.open'] ?? null;
  const standing = state.base?.registers.GRIDS?.trees;
  if (standing?.spatial !== undefined && standing['rows.open']?.hash === root?.hash)
    return { spatial: standing.spatial };
  const fields = layoutOf(state.register).open ?? [];
  const rows = scan(root, {}, state.store.blocks('open'));
  return { spatial: await build(await spatialEntries(spatialRows(rows, fields)), state.store.sink('open')) };
}

async function* spatialRows(rows: ReturnType<typeof scan>, fields: readonly string[]): AsyncGenerator<SpatialRow> {
  const community = fields.indexOf('community') + 1;
  const boundary = fields.indexOf('boundary') + 1;
  for await (const [key, from, to, value] of rows) {
    if (to !== null && to <= from) continue; // a tombstone covers no ground
    const part = value as Part;
    yield { key, community: String(part[community]), boundary: String(part[boundary]), from, to };
  }
}
