import type { BlockReader, Edition, EditionReader, PublicationRecord, RegisterEdition } from '../../schema/ports.ts';
import { type FieldClass, fieldClasses, mayRead, tierOfClass } from '../../schema/privacy/field-class.ts';
import { type Tier, tiers } from '../../schema/privacy/tier.ts';
import {
  codeOfKey,
  livePeriod,
  type Part,
  partOf,
  rowEntry,
  rowKey,
  samePart,
  supersededEntry,
} from '../../schema/publication/class-rows.ts';
import { classOfTree, type Lines, nextEditions, type Trees } from '../../schema/publication/next-editions.ts';
import { treeOfEntries, treesOfOrder } from '../../schema/publication/order-trees.ts';
import { ordersOf } from '../../schema/publication/orders.ts';
import { type Placement, placementOf } from '../../schema/publication/placed-fields.ts';
import { type SpatialRow, spatialEntries } from '../../schema/registers/grids/spatial-index.ts';
import { registerOf } from '../../schema/registers/index.ts';
import { layoutOf, type StoredRow } from '../../schema/registers/register.ts';
import type { RegisterName } from '../../schema/registers/register-name.ts';
import type { TreeRoot } from '../../schema/tree/block.ts';
import { build } from '../../schema/tree/build.ts';
import type { Entry } from '../../schema/tree/entry.ts';

type Layout = RegisterEdition['layout'];

/** Makes one register equal to `rows`. */
export interface MemoryPublication {
  readonly register: RegisterName;
  readonly rows: readonly StoredRow[];
  /** ISO instant; rises along the list. */
  readonly at: string;
  /** Another layout than today's, as an older policy would have made it. */
  readonly layout?: Layout;
}

/** The reading ports over states of a city that were published one after the other. */
export interface MemoryCity {
  readonly blocks: BlockReader;
  readonly editions: EditionReader;
}

interface Standing {
  readonly rows: readonly StoredRow[];
  /** Parts by class and key. */
  readonly parts: ReadonlyMap<FieldClass, ReadonlyMap<string, Part>>;
  readonly superseded: ReadonlyMap<FieldClass, readonly Entry[]>;
}

const nothing: Standing = { rows: [], parts: new Map(), superseded: new Map() };

/** Publishes naively, every tree anew from all rows: what the real publication must be equal to. */
export async function memoryCity(publications: readonly MemoryPublication[]): Promise<MemoryCity> {
  const stored = new Map<FieldClass, Map<string, Uint8Array>>(fieldClasses.map((name) => [name, new Map()]));
  const editions: Edition[] = [];
  const records: PublicationRecord[] = [];
  const standing = new Map<RegisterName, Standing>();
  for (const publication of publications) {
    const { register, at } = publication;
    const layout = publication.layout ?? layoutOf(registerOf(register));
    const placement = publication.layout === undefined ? placementOf(registerOf(register)) : null;
    const lines = newest(editions);
    const before = standing.get(register) ?? nothing;
    const after = advance(before, { ...publication, layout, placement, lines });
    standing.set(register, after);
    const pointedAt = rowsByCode(standing.get('BUILDINGS')?.rows ?? []);
    const trees = {
      ...(await rowTrees(after, stored)),
      ...(await orderTrees({ register, rows: after.rows, lax: placement === null }, pointedAt, stored)),
    };
    const houses = standing.get('HOUSES')?.rows ?? [];
    const derived =
      register === 'BUILDINGS' && houses.length > 0
        ? { HOUSES: await orderTrees({ register: 'HOUSES', rows: houses, lax: false }, pointedAt, stored) }
        : {};
    const changes = changesOf(before, after);
    const move = nextEditions(lines, { register, layout, trees, derived, changes, at, report: null });
    editions.push(...move.editions);
    records.push(...move.publications);
  }
  return { blocks: blockReader(stored), editions: editionReader(editions, records) };
}

function newest(editions: readonly Edition[]): Lines {
  const last = (tier: Tier) => editions.findLast((edition) => edition.tier === tier) ?? null;
  return {
    PUBLIC: last('PUBLIC'),
    REGISTERED: last('REGISTERED'),
    ENTERPRISE: last('ENTERPRISE'),
    GOVERNMENT: last('GOVERNMENT'),
  };
}

/** Parts that say the same stay known since when they were; others are superseded by the next publication of their line. */
function advance(
  before: Standing,
  next: MemoryPublication & { readonly layout: Layout; readonly placement: Placement | null; readonly lines: Lines },
): Standing {
  const parts = new Map<FieldClass, Map<string, Part>>();
  const superseded = new Map<FieldClass, Entry[]>();
  for (const fieldClass of fieldClasses) {
    const fields = next.layout[fieldClass];
    if (fields === undefined) continue;
    const seq = (next.lines[tierOfClass[fieldClass]]?.registers[next.register]?.seq ?? 0) + 1;
    const old = before.parts.get(fieldClass) ?? new Map<string, Part>();
    const fresh = new Map<string, Part>();
    for (const row of next.rows) {
      const part = partOf(row, next.placement?.(fieldClass, row) ?? fields, seq);
      const known = old.get(rowKey(row));
      fresh.set(rowKey(row), known !== undefined && samePart(known, part) ? known : part);
    }
    const gone = [...old].filter(([key, part]) => fresh.get(key) !== part);
    parts.set(fieldClass, fresh);
    superseded.set(fieldClass, [
      ...(before.superseded.get(fieldClass) ?? []),
      ...gone.map(([key, part]) => supersededEntry(key, part, seq)),
    ]);
  }
  return { rows: next.rows, parts, superseded };
}

type Stored = ReadonlyMap<FieldClass, Map<string, Uint8Array>>;

async function rowTrees(standing: Standing, stored: Stored): Promise<Trees> {
  const trees: Record<string, TreeRoot | null> = {};
  for (const [fieldClass, parts] of standing.parts) {
    const rows = standing.rows.map((row) => rowEntry(row, fieldClass, parts.get(rowKey(row)) ?? [0]));
    trees[`rows.${fieldClass}`] = await buildIn(stored, fieldClass, rows);
    trees[`superseded.${fieldClass}`] = await buildIn(stored, fieldClass, standing.superseded.get(fieldClass) ?? []);
  }
  return trees;
}

interface Ordered {
  readonly register: RegisterName;
  readonly rows: readonly StoredRow[];
  /** True when it is as of a time when all was open. */
  readonly lax: boolean;
}

async function orderTrees(
  { register, rows, lax }: Ordered,
  pointedAt: ReadonlyMap<string, readonly StoredRow[]>,
  stored: Stored,
): Promise<Trees> {
  const trees: Record<string, TreeRoot | null> = {};
  const byCode = [...rowsByCode(rows).values()];
  for (const order of ordersOf[register]) {
    const meta = registerOf(register);
    const treeOf = lax ? () => order.name : treeOfEntries(meta, order);
    const byTree = new Map<string, Entry[]>(treesOfOrder(meta, order).map((tree) => [tree, []]));
    for (const group of byCode) {
      const entries = order.entries(group, (code) => pointedAt.get(code) ?? []);
      byTree.get(treeOf({ code: group[0]?.code ?? '' }))?.push(...entries);
    }
    for (const [tree, entries] of byTree) trees[tree] = await buildIn(stored, classOfTree(tree), entries);
  }
  if (register === 'GRIDS') trees.spatial = await buildIn(stored, 'open', await spatialEntries(spatialRows(rows)));
  return trees;
}

function* spatialRows(rows: readonly StoredRow[]): Generator<SpatialRow> {
  for (const row of rows) {
    const [from, to] = livePeriod(row);
    if (row.state === 'RETIRED') continue;
    yield { key: rowKey(row), community: String(row.community), boundary: String(row.boundary), from, to };
  }
}

function buildIn(stored: Stored, fieldClass: FieldClass, entries: readonly Entry[]): Promise<TreeRoot | null> {
  const sorted = [...entries].sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
  return build(sorted, (name, bytes) => void stored.get(fieldClass)?.set(name, bytes));
}

function rowsByCode(rows: readonly StoredRow[]): Map<string, StoredRow[]> {
  const groups = new Map<string, StoredRow[]>();
  for (const row of [...rows].sort((one, other) => (rowKey(one) < rowKey(other) ? -1 : 1))) {
    groups.set(row.code, [...(groups.get(row.code) ?? []), row]);
  }
  return groups;
}

function changesOf(before: Standing, after: Standing): { readonly [T in Tier]: number } {
  const count = (tier: Tier) => {
    const codes = new Set<string>();
    for (const fieldClass of fieldClasses) {
      if (!mayRead(tier, fieldClass)) continue;
      const [old, fresh] = [before.parts.get(fieldClass), after.parts.get(fieldClass)];
      for (const key of new Set([...(old?.keys() ?? []), ...(fresh?.keys() ?? [])])) {
        if (old?.get(key) !== fresh?.get(key)) codes.add(codeOfKey(key));
      }
    }
    return codes.size;
  };
  return {
    PUBLIC: count('PUBLIC'),
    REGISTERED: count('REGISTERED'),
    ENTERPRISE: count('ENTERPRISE'),
    GOVERNMENT: count('GOVERNMENT'),
  };
}

function blockReader(stored: Stored): BlockReader {
  return {
    read: async (blockClass, names) => {
      const shelf = blockClass === 'credit' ? undefined : stored.get(blockClass);
      return new Map(
        names.flatMap((name) => (shelf?.has(name) ? [[name, shelf.get(name) as Uint8Array] as const] : [])),
      );
    },
  };
}

function editionReader(editions: readonly Edition[], records: readonly PublicationRecord[]): EditionReader {
  const line = (tier: Tier) => editions.filter((edition) => edition.tier === tier);
  return {
    latest: async (tier) => line(tier).at(-1) ?? null,
    get: async (tier, number) => line(tier).find((edition) => edition.number === number) ?? null,
    at: async (tier, instant) => line(tier).findLast((edition) => edition.at <= instant) ?? null,
    publications: async (tier, register, since) =>
      records.filter((record) => record.tier === tier && record.register === register && record.seq > since),
  };
}

/** Every tier, for tests that walk them. */
export const everyTier = tiers;
