import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PublicationStore, publish } from '../../functions/publish/publish.ts';
import { type PublishRequest, publishDefaults } from '../../functions/publish/publish-request.ts';
import { standingCodes } from '../../functions/publish/standing-codes.ts';
import { openSqliteStore } from '../../functions/store/sqlite/open-sqlite-store.ts';
import type { BlockReader, Edition, Store } from '../../schema/ports.ts';
import type { FieldClass } from '../../schema/privacy/field-class.ts';
import { type Tier, tiers } from '../../schema/privacy/tier.ts';
import type { PublicationReport } from '../../schema/publication/finding.ts';
import { classOfTree } from '../../schema/publication/next-editions.ts';
import type { StoredRow } from '../../schema/registers/register.ts';
import type { RegisterName } from '../../schema/registers/register-name.ts';
import type { Blocks } from '../../schema/tree/blocks.ts';
import type { Entry } from '../../schema/tree/entry.ts';
import { scan } from '../../schema/tree/scan.ts';
import { verifiedBlocks } from '../../schema/tree/verified-blocks.ts';
import { day } from '../builders/publication-case.ts';
import { buildings, csv, divisions, geojson, grids, houses } from '../builders/publication-city.ts';

/** What a test says of one publication; the rest is usual. */
export type Publication = Omit<Partial<PublishRequest>, 'effective'> & { readonly effective?: string };

/** A real store in a folder of its own, and a clock that goes on by a second a publication. */
export interface PublishingStore extends AsyncDisposable {
  readonly store: Store;
  readonly folder: string;
  publish(register: RegisterName, source: string | Uint8Array, changed?: Publication): Promise<PublicationReport>;
  /** Divisions, grids, buildings and houses of the small city, on 2026-01-01. */
  publishCity(): Promise<void>;
}

/** Publishes the same file in another way, on a copy of the store; answers what compares both ends. */
export type Beside = (
  request: PublishRequest,
  bytes: Uint8Array,
  folder: string,
) => Promise<((store: Store, report: PublicationReport) => Promise<void>) | null>;

let besideIt: Beside | null = null;

/** From now on, every publication of a test is made in another way as well. */
export function publishBeside(beside: Beside): void {
  besideIt = beside;
}

/** Opens an empty store; `wrap` may put something between it and the publications. */
export function publishingStore(wrap: (store: Store) => PublicationStore = (store) => store): PublishingStore {
  const folder = mkdtempSync(join(tmpdir(), 'basegrid-publish-'));
  let now = Date.UTC(2026, 0, 1);
  const store = openSqliteStore(join(folder, 'data'), () => now);
  const target = wrap(store);
  const publishOne: PublishingStore['publish'] = async (register, source, { effective, ...changed } = {}) => {
    now += 1_000;
    const bytes = typeof source === 'string' ? Buffer.from(source) : source;
    const request: PublishRequest = {
      ...publishDefaults,
      ...{ register, folder },
      name: `${register.toLowerCase()}.${register === 'GRIDS' ? 'geojson' : 'csv'}`,
      bytes: inPieces(bytes),
      effective: day(effective ?? '2026-01-01'),
      now: () => now,
      ...changed,
    };
    const twin = besideIt === null ? null : await besideIt(request, bytes, folder);
    const report = await publish(request, target);
    await twin?.(store, report);
    return report;
  };
  return {
    store,
    folder,
    publish: publishOne,
    async publishCity() {
      const reports = [
        await publishOne('DIVISIONS', csv('divisions', divisions)),
        await publishOne('GRIDS', geojson(grids)),
        await publishOne('BUILDINGS', csv('buildings', buildings)),
        await publishOne('HOUSES', csv('houses', houses)),
      ];
      const told = reports.flatMap(({ findings }) => findings.map(({ message }) => message));
      if (told.length > 0) throw new Error(`Cannot publish the small city: ${told.join('; ')}`);
    },
    async [Symbol.asyncDispose]() {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += 1_000) yield bytes.subarray(start, start + 1_000);
}

/** The newest edition of a line; there must be one. */
export async function newest(store: Pick<Store, 'editions'>, tier: Tier = 'GOVERNMENT'): Promise<Edition> {
  const edition = await store.editions.latest(tier);
  if (edition === null) throw new Error(`Cannot find an edition of ${tier}: there is none`);
  return edition;
}

/** Blocks of a store, straight. */
export function blocksOf(store: { readonly blocks: BlockReader }): (fieldClass: FieldClass) => Blocks {
  return (fieldClass) => verifiedBlocks((names) => store.blocks.read(fieldClass, names));
}

/** All rows that stand in a register, whole. */
export async function rowsIn(store: Pick<Store, 'blocks' | 'editions'>, register: RegisterName): Promise<StoredRow[]> {
  const rows: StoredRow[] = [];
  const edition = (await newest(store)).registers[register];
  for await (const standing of standingCodes(edition, blocksOf(store)))
    rows.push(...standing.rows.map(({ row }) => row));
  return rows;
}

/** The rows of one code as `from..to state`. */
export async function periodsOf(
  store: Pick<Store, 'blocks' | 'editions'>,
  register: RegisterName,
  code: string | undefined,
): Promise<string[]> {
  const rows = (await rowsIn(store, register)).filter((row) => row.code === code);
  return rows.map(({ validFrom, validTo, state }) => `${validFrom}..${validTo ?? ''} ${state}`);
}

/** All entries of one tree of the newest GOVERNMENT edition. */
export async function entriesIn(
  store: Pick<Store, 'blocks' | 'editions'>,
  register: RegisterName,
  tree: string,
): Promise<Entry[]> {
  const root = (await newest(store)).registers[register]?.trees[tree] ?? null;
  const entries: Entry[] = [];
  for await (const entry of scan(root, {}, blocksOf(store)(classOfTree(tree)))) entries.push(entry);
  return entries;
}

/** Names of all roots of all lines, without times: what two stores of equal content have in common. */
export async function rootsOf(store: Pick<Store, 'editions'>): Promise<unknown> {
  const lines = await Promise.all(tiers.map(async (tier) => store.editions.latest(tier)));
  return lines.map((edition) =>
    Object.entries(edition?.registers ?? {}).map(([name, { trees, seq }]) => [
      name,
      seq,
      Object.entries(trees)
        .map(([tree, root]) => [tree, root?.hash ?? null])
        .sort(),
    ]),
  );
}

/** Reasons of a report's findings, each with its line and column where it has one, without repetition. */
export function reasonsIn(report: PublicationReport): string[] {
  const told = report.findings.map(({ level, reason, line, column }) =>
    [level === 'warning' ? `(${reason})` : reason, line, column].filter((part) => part !== undefined).join(' '),
  );
  return [...new Set(told)];
}
