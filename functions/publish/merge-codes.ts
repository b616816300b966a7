import { type FieldClass, fieldClasses, mayRead, tierOfClass } from '../../schema/privacy/field-class.ts';
import { type Tier, tiers } from '../../schema/privacy/tier.ts';
import type { PointedAt } from '../../schema/publication/admission.ts';
import { type Order, ordersOf } from '../../schema/publication/orders.ts';
import { placementOf } from '../../schema/publication/placed-fields.ts';
import { layoutOf } from '../../schema/registers/register.ts';
import type { RegisterName } from '../../schema/registers/register-name.ts';
import { decideCode } from './decide-code.ts';
import { type DerivedOrders, derivedOrders } from './derived-orders.ts';
import { type JoinedCode, joinCodes } from './join-codes.ts';
import { countDecision, type MergeCounts, noCounts } from './merge-counts.ts';
import { changeOrders, type FollowingOrders } from './order-changes.ts';
import { pointedAtIn, rowsPointedAt } from './parent-rows.ts';
import type { PublicationState } from './publication-state.ts';
import { standingBatches } from './standing-codes.ts';
import type { Retirement } from './still-referenced.ts';
import type { TreeBases } from './tree-bases.ts';
import type { TreeChanges } from './tree-changes.ts';
import { type NextSeq, type RowTarget, writeRows } from './write-rows.ts';

/** What was decided of the codes of a range, besides the steps that went to the trees. */
export interface MergedCodes {
  readonly counts: MergeCounts;
  /** By code. */
  readonly retirements: readonly Retirement[];
}

/** Codes decided at once: of more, all that is made outlives young memory, and the collector copies it. */
const chunkSize = 250;

interface Merging extends RowTarget {
  readonly state: PublicationState;
  readonly orders: FollowingOrders;
  /** Orders that are made anew: every code goes in, changed or not. */
  readonly reordered: FollowingOrders;
  readonly derived: DerivedOrders;
  readonly counts: MergeCounts;
  readonly retirements: Retirement[];
}

/**
 * Decides every code of `state.range`, in one pass over the sorted file and the register that stands, and hands the steps
 * that follow to `changes`. Codes are decided one by one: parts of the key space may be merged side by side.
 */
export async function mergeCodes(
  state: PublicationState,
  bases: Pick<TreeBases, 'relaid' | 'reordered'>,
  changes: TreeChanges,
): Promise<MergedCodes> {
  const standing = state.base?.registers[state.register.name];
  const merging: Merging = {
    ...{ state, relaid: new Set(bases.relaid), changes },
    layout: layoutOf(state.register),
    placement: placementOf(state.register),
    standingLayout: standing?.layout ?? {},
    ...ordersBeside(state.register.name, bases.reordered),
    derived: derivedOrders(state, changes),
    counts: noCounts(),
    retirements: [],
    nextSeq: nextSeqs(state),
  };
  const codes = standingBatches(standing, state.store.blocks, state.range);
  for await (const chunk of joinCodes(state.sorted(), codes, chunkSize)) {
    await mergeChunk(chunk, merging);
    state.onProgress('merging', merging.counts.inserted + merging.counts.updated + merging.counts.unchanged);
  }
  return merging;
}

function ordersBeside(register: RegisterName, names: readonly string[]): Pick<Merging, 'orders' | 'reordered'> {
  const [kept, anew] = [[] as Order[], [] as Order[]];
  for (const order of ordersOf[register]) (names.includes(order.name) ? anew : kept).push(order);
  return { orders: { register, orders: kept }, reordered: { register, orders: anew } };
}

function nextSeqs({ lines, register }: PublicationState): NextSeq {
  const next = fieldClasses.map((of) => [of, (lines[tierOfClass[of]]?.registers[register.name]?.seq ?? 0) + 1]);
  return Object.fromEntries(next) as NextSeq;
}

async function mergeChunk(chunk: readonly JoinedCode[], merging: Merging): Promise<void> {
  const { state } = merging;
  const pointedAt = pointedAtIn(await rowsPointedAt(chunk, state), state);
  for (const joined of chunk) mergeCode(joined, pointedAt, merging);
  await merging.derived.settle();
  await merging.changes.settle();
}

function mayReadAny(tier: Tier, classes: ReadonlySet<FieldClass>): boolean {
  for (const of of classes) if (mayRead(tier, of)) return true;
  return false;
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
    for (const tier of tiers) if (mayReadAny(tier, touched)) counts.changes[tier] += 1;
  }
  const building = (code: string) => pointedAt('BUILDINGS', code);
  const after = { rows, pointedAt: building };
  changeOrders(merging.reordered, { rows: [], pointedAt: building }, after, merging.changes);
  if (!changed) return;
  const standing = before.map(({ row }) => row);
  changeOrders(merging.orders, { rows: standing, pointedAt: building }, after, merging.changes);
  merging.derived.change(joined.code, standing, rows);
}
