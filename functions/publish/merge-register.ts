import type { RegisterEdition } from '../../schema/ports.ts';
import { type FieldClass, fieldClasses, mayRead, tierOfClass } from '../../schema/privacy/field-class.ts';
import { tiers } from '../../schema/privacy/tier.ts';
import type { PointedAt } from '../../schema/publication/admission.ts';
import { classOfTree, type Trees } from '../../schema/publication/next-editions.ts';
import { ordersOf } from '../../schema/publication/orders.ts';
import { layoutOf } from '../../schema/registers/register.ts';
import type { RegisterName } from '../../schema/registers/register-name.ts';
import { decideCode } from './decide-code.ts';
import { type DerivedOrders, derivedOrders } from './derived-orders.ts';
import { type JoinedCode, joinCodes } from './join-codes.ts';
import { countDecision, type MergeCounts, noCounts } from './merge-counts.ts';
import { type OrderMerges, orderMerges } from './order-merges.ts';
import { pointedAtIn, rowsPointedAt } from './parent-rows.ts';
import type { PublicationState } from './publication-state.ts';
import { relaySuperseded } from './relay-superseded.ts';
import { standingCodes } from './standing-codes.ts';
import type { Retirement } from './still-referenced.ts';
import { type TreeMerges, treeMerges } from './tree-merges.ts';
import { type NextSeq, type RowTarget, writeRows } from './write-rows.ts';

/** New trees of the register and of the orders that depend on it, before anything is visible. */
export interface MergedRegister {
  readonly trees: Trees;
  readonly derived: { readonly [R in RegisterName]?: Trees };
  readonly counts: MergeCounts;
  readonly retirements: readonly Retirement[];
}

const chunkSize = 1_000;

interface Merging extends RowTarget {
  readonly state: PublicationState;
  readonly rowTrees: TreeMerges;
  readonly orders: OrderMerges;
  readonly derived: DerivedOrders;
  readonly counts: MergeCounts;
  readonly retirements: Retirement[];
}

/** Merges the sorted file with the register that stands: rows, superseded rows and orders, in one pass over both. */
export async function mergeRegister(state: PublicationState): Promise<MergedRegister> {
  const standing = state.base?.registers[state.register.name];
  await using merging = await startMerging(state, standing);
  for await (const chunk of joinCodes(state.sorted(), standingCodes(standing, state.store.blocks), chunkSize)) {
    await mergeChunk(chunk, merging);
    state.onProgress('merging', merging.counts.inserted + merging.counts.updated + merging.counts.unchanged);
  }
  const rows = await merging.rowTrees.finish();
  const orders = await merging.orders.finish();
  const derived = await merging.derived.finish();
  const { counts, retirements } = merging;
  return { trees: { ...rows, ...orders }, derived, counts, retirements };
}

async function startMerging(
  state: PublicationState,
  standing: RegisterEdition | undefined,
): Promise<Merging & AsyncDisposable> {
  const layout = layoutOf(state.register);
  const relaid = new Set(fieldClasses.filter((of) => layout[of] !== undefined && isRelaid(of, standing, layout)));
  const bases: { [name: string]: Trees[string] } = {};
  for (const of of fieldClasses.filter((fieldClass) => layout[fieldClass] !== undefined)) {
    bases[`rows.${of}`] = relaid.has(of) ? null : (standing?.trees[`rows.${of}`] ?? null);
    bases[`superseded.${of}`] = standing?.trees[`superseded.${of}`] ?? null;
  }
  Object.assign(bases, await relaySuperseded(state, relaid));
  const place = { store: state.store, folder: state.folder };
  const orders = orderMerges(ordersOf[state.register.name], standing?.trees ?? {}, place);
  const derived = derivedOrders(state, place);
  const rowTrees = treeMerges(bases, classOfTree, state.store);
  return {
    ...{ state, layout, relaid, rowTrees, orders, derived },
    standingLayout: standing?.layout ?? {},
    counts: noCounts(state.rejected),
    retirements: [],
    nextSeq: nextSeqs(state),
    async [Symbol.asyncDispose]() {
      await rowTrees.close();
      await orders.close();
      await derived.close();
    },
  };
}

/** True when the fields of a class, or their order, changed since the standing edition was built. */
function isRelaid(of: FieldClass, standing: RegisterEdition | undefined, layout: RegisterEdition['layout']): boolean {
  return standing !== undefined && standing.layout[of]?.join() !== layout[of]?.join();
}

function nextSeqs({ lines, register }: PublicationState): NextSeq {
  const next = fieldClasses.map((of) => [of, (lines[tierOfClass[of]]?.registers[register.name]?.seq ?? 0) + 1]);
  return Object.fromEntries(next) as NextSeq;
}

async function mergeChunk(chunk: readonly JoinedCode[], merging: Merging): Promise<void> {
  const { state } = merging;
  const pointedAt = pointedAtIn(await rowsPointedAt(chunk, state), state);
  for (const joined of chunk) mergeCode(joined, pointedAt, merging);
  await merging.rowTrees.settle();
  await merging.orders.settle();
  await merging.derived.settle();
}

function mergeCode(joined: JoinedCode, pointedAt: PointedAt, merging: Merging): void {
  const { state, counts } = merging;
  const decision = decideCode(joined, pointedAt, state);
  const { rows, findings, retiredFrom } = decision;
  if (findings.length > 0) state.findings.add(findings);
  countDecision(counts, joined, decision);
  if (retiredFrom !== null) merging.retirements.push({ code: joined.code, from: retiredFrom });
  const before = joined.standing;
  const changed = rows.length !== before.length || rows.some((row, index) => row !== before[index]?.row);
  if (changed || merging.relaid.size > 0) {
    const touched = writeRows(before, rows, merging);
    for (const tier of tiers) if ([...touched].some((of) => mayRead(tier, of))) counts.changes[tier] += 1;
  }
  if (!changed) return;
  const standing = before.map(({ row }) => row);
  const building = (code: string) => pointedAt('BUILDINGS', code);
  merging.orders.change({ rows: standing, pointedAt: building }, { rows, pointedAt: building });
  merging.derived.change(joined.code, standing, rows);
}
