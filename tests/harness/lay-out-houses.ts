import type { RegisterEdition, Store } from '../../schema/ports.ts';
import type { FieldClass } from '../../schema/privacy/field-class.ts';
import { tiers } from '../../schema/privacy/tier.ts';
import { partOf, rowEntry, rowKey, supersededEntry } from '../../schema/publication/class-rows.ts';
import { densityOfTree, type Lines, nextEditions, type Trees } from '../../schema/publication/next-editions.ts';
import type { StoredRow } from '../../schema/registers/register.ts';
import { build } from '../../schema/tree/build.ts';
import type { Entry } from '../../schema/tree/entry.ts';
import { rowsIn } from './publishing-store.ts';

/** Makes an edition in which the houses that stand are laid out otherwise, with one superseded row of the first house. */
export async function layOutHouses(
  store: Store,
  layout: RegisterEdition['layout'],
  before: Partial<StoredRow> = { floor: 9 },
): Promise<void> {
  const rows = await rowsIn(store, 'HOUSES');
  const trees: { [name: string]: Trees[string] } = {};
  for (const [of, fields] of Object.entries(layout) as [FieldClass, readonly string[]][]) {
    const put = async (name: string, entries: readonly Entry[]) => {
      const sink = (block: string, bytes: Uint8Array) => store.blocks.write(of, [{ name: block, bytes }]);
      trees[name] = await build(entries, sink, densityOfTree(name));
    };
    await put(
      `rows.${of}`,
      rows.map((row) => rowEntry(row, of, partOf(row, fields, 2))),
    );
    const past = rows
      .slice(0, 1)
      .map((row) => supersededEntry(rowKey(row), partOf({ ...row, ...before } as StoredRow, fields, 1), 2));
    await put(`superseded.${of}`, past);
  }
  const lines = Object.fromEntries(
    await Promise.all(tiers.map(async (tier) => [tier, await store.editions.latest(tier)])),
  );
  const changes = { PUBLIC: 24, REGISTERED: 24, ENTERPRISE: 24, GOVERNMENT: 24 };
  const made = {
    register: 'HOUSES',
    layout,
    trees,
    derived: {},
    changes,
    at: '2026-01-01T00:01:00.000Z',
    report: null,
  } as const;
  const moved = await store.editions.move({ ...nextEditions(lines as unknown as Lines, made), leaves: [] });
  if (moved !== 'moved') throw new Error('Cannot lay houses out: another publication came in between');
}
