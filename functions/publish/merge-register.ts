import type { RegisterEdition } from '../../schema/ports.ts';
import { type FieldClass, mayRead, tierOfClass } from '../../schema/privacy/field-class.ts';
import { type Tier, tiers } from '../../schema/privacy/tier.ts';
import { admissionFindings, divisionOf, type PointedAt } from '../../schema/publication/admission.ts';
import { classOfTree, type Trees } from '../../schema/publication/next-editions.ts';
import { ordersOf } from '../../schema/publication/orders.ts';
import { type Outcome, reconcile, type SourceRow } from '../../schema/publication/reconcile.ts';
import { layoutOf } from '../../schema/registers/register.ts';
import type { RegisterName } from '../../schema/registers/register-name.ts';
import { type DerivedOrders, derivedOrders } from './derived-orders.ts';
import { type JoinedCode, joinCodes } from './join-codes.ts';
import { type OrderMerges, orderMerges } from './order-merges.ts';
import { openRowsOf, type RowsByRegister } from './parent-rows.ts';
import type { PublicationState } from './publication-state.ts';
import { standingCodes } from './standing-codes.ts';
import { type TreeMerges, treeMerges } from './tree-merges.ts';
import { type NextSeq, writeRows } from './write-rows.ts';

/** What a merge counted; rows of the file, but codes where it says so. */
export interface MergeCounts {
  inserted: number;
  updated: number;
  unchanged: number;
  rejected: number;
  /** Codes. */
  retired: number;
  /** Codes. */
  retirementsHeld: number;
  /** Codes not yet retired in the scope of the publication. */
  inScope: number;
  readonly changes: { [T in Tier]: number };
}

/** New trees of the register and of the orders that depend on it, before anything is visible. */
export interface MergedRegister {
  readonly trees: Trees;
  readonly derived: { readonly [R in RegisterName]?: Trees };
  readonly counts: MergeCounts;
  readonly retiredCodes: readonly string[];
}

const chunkSize = 1_000;

interface Merging {
  readonly state: PublicationState;
  readonly layout: RegisterEdition['layout'];
  readonly rowTrees: TreeMerges;
  readonly orders: OrderMerges;
  readonly derived: DerivedOrders;
  readonly counts: MergeCounts;
  readonly retiredCodes: string[];
  readonly nextSeq: NextSeq;
  /** Classes whose fields or order of fields changed since the standing edition was built. */
  readonly relaid: ReadonlySet<FieldClass>;
}

/** Merges the sorted file with the register that stands: rows, superseded rows and orders, in one pass over both. */
export async function mergeRegister(state: PublicationState): Promise<MergedRegister> {
  const standing = state.base?.registers[state.register.name];
  await using merging = startMerging(state, standing);
  for await (const chunk of joinCodes(state.sorted(), standingCodes(standing, state.store.blocks), chunkSize)) {
    await mergeChunk(chunk, merging);
    state.onProgress('merging', merging.counts.inserted + merging.counts.updated + merging.counts.unchanged);
  }
  const rows = await merging.rowTrees.finish();
  const orders = await merging.orders.finish();
  const derived = await merging.derived.finish();
  return { trees: { ...rows, ...orders }, derived, counts: merging.counts, retiredCodes: merging.retiredCodes };
}

function startMerging(state: PublicationState, standing: RegisterEdition | undefined): Merging & AsyncDisposable {
  const layout = layoutOf(state.register);
  const classes = Object.keys(layout) as FieldClass[];
  const relaid = new Set(
    classes.filter((of) => standing !== undefined && !sameFields(standing.layout[of], layout[of])),
  );
  const bases: { [name: string]: Trees[string] } = {};
  for (const of of classes) {
    for (const kind of ['rows', 'superseded']) {
      bases[`${kind}.${of}`] = relaid.has(of) ? null : (standing?.trees[`${kind}.${of}`] ?? null);
    }
  }
  const place = { store: state.store, folder: state.folder };
  const orders = orderMerges(ordersOf[state.register.name], standing?.trees ?? {}, place);
  const derived = derivedOrders(state, place);
  return {
    state,
    layout,
    rowTrees: treeMerges(bases, classOfTree, state.store),
    orders,
    derived,
    counts: emptyCounts(state.rejected),
    retiredCodes: [],
    nextSeq: nextSeqs(state),
    relaid,
    async [Symbol.asyncDispose]() {
      await orders.close();
      await derived.close();
    },
  };
}

function sameFields(one: readonly string[] | undefined, other: readonly string[] | undefined): boolean {
  return one?.join() === other?.join();
}

function emptyCounts(rejected: number): MergeCounts {
  const changes = { PUBLIC: 0, REGISTERED: 0, ENTERPRISE: 0, GOVERNMENT: 0 };
  return { inserted: 0, updated: 0, unchanged: 0, rejected, retired: 0, retirementsHeld: 0, inScope: 0, changes };
}

function nextSeqs({ lines, register }: PublicationState): NextSeq {
  const next = (of: FieldClass): number => (lines[tierOfClass[of]]?.registers[register.name]?.seq ?? 0) + 1;
  return {
    open: next('open'),
    registered: next('registered'),
    enterprise: next('enterprise'),
    government: next('government'),
  };
}

async function mergeChunk(chunk: readonly JoinedCode[], merging: Merging): Promise<void> {
  const { state } = merging;
  const found = await openRowsOf(state.base, codesPointedAt(chunk, merging), state.store.blocks);
  const pointedAt = pointedAtIn(found, state);
  for (const joined of chunk) mergeCode(joined, pointedAt, merging);
  await merging.rowTrees.settle();
  await merging.orders.settle();
  await merging.derived.settle();
}

function codesPointedAt(chunk: readonly JoinedCode[], { state }: Merging): Map<RegisterName, Set<string>> {
  const wanted = new Map<RegisterName, Set<string>>();
  for (const { column, register } of state.source.parents) {
    const codes = wanted.get(register) ?? new Set<string>();
    wanted.set(register, codes);
    for (const { incoming, standing } of chunk) {
      for (const { row } of [...incoming, ...standing]) if (typeof row[column] === 'string') codes.add(row[column]);
    }
  }
  return wanted;
}

/** A register that refers to itself also knows the rows of the file, whatever their order. */
function pointedAtIn(found: RowsByRegister, state: PublicationState): PointedAt {
  return (register, code) => {
    const rows = found.get(register)?.get(code) ?? [];
    return register === state.register.name ? [...rows, ...state.ownRows(code)] : rows;
  };
}

function mergeCode(joined: JoinedCode, pointedAt: PointedAt, merging: Merging): void {
  const { state, counts } = merging;
  const admitted = admit(joined, pointedAt, merging);
  const standing = joined.standing.map(({ row }) => row);
  const inScope = isInScope(joined, pointedAt, state);
  const last = standing.at(-1);
  if (inScope && last !== undefined && last.state !== 'RETIRED') counts.inScope += 1;
  const outcome = reconcile({
    code: joined.code,
    standing,
    incoming: admitted,
    effective: state.effective,
    rejected: admitted.length < joined.incoming.length || state.rejectedCodes.has(joined.code),
    inScope,
    replacedFrom: state.lineage.replacedFrom(joined.code),
    held: state.unreadable,
  });
  if (outcome.findings.length > 0) state.findings.add(outcome.findings);
  countOutcome(joined, admitted, outcome, merging);
  const before = joined.standing;
  const changed =
    outcome.rows.length !== before.length || outcome.rows.some((row, index) => row !== before[index]?.row);
  if (changed || merging.relaid.size > 0) {
    const touched = writeRows(before, outcome.rows, merging);
    for (const tier of tiers) if ([...touched].some((of) => mayRead(tier, of))) counts.changes[tier] += 1;
  }
  if (!changed) return;
  const building = (code: string) => pointedAt('BUILDINGS', code);
  merging.orders.change({ rows: standing, pointedAt: building }, { rows: outcome.rows, pointedAt: building });
  merging.derived.change(joined.code, standing, outcome.rows);
}

function admit(joined: JoinedCode, pointedAt: PointedAt, { state, counts }: Merging): readonly SourceRow[] {
  if (joined.incoming.length === 0) return joined.incoming;
  const { source, effective, lineage, district } = state;
  const restated = joined.incoming.some(({ row }) => row.state === 'RETIRED');
  return joined.incoming.filter((incoming) => {
    const findings = admissionFindings(incoming, { source, effective, pointedAt, lineage, district }, restated);
    findings.push(...state.placeFindings(incoming, pointedAt));
    if (findings.length === 0) return true;
    state.findings.add(findings);
    const refused = findings.some((finding) => finding.level === 'error');
    if (refused) counts.rejected += 1;
    return !refused;
  });
}

function isInScope(joined: JoinedCode, pointedAt: PointedAt, state: PublicationState): boolean {
  if (state.district === null) return true;
  const last = joined.standing.at(-1)?.row;
  if (last === undefined) return false;
  const division = divisionOf(last, { source: state.source, pointedAt }, state.effective);
  return division !== null && state.district.holds(division, state.effective);
}

function countOutcome(joined: JoinedCode, admitted: readonly SourceRow[], outcome: Outcome, merging: Merging): void {
  const { counts } = merging;
  const taken = admitted.length - outcome.rejectedLines.length;
  counts.rejected += outcome.rejectedLines.length;
  if (outcome.held) counts.retirementsHeld += 1;
  if (outcome.retired) {
    counts.retired += 1;
    merging.retiredCodes.push(joined.code);
  }
  const standing = new Set(joined.standing.map(({ row }) => row));
  const touched = outcome.rows.filter((row) => !standing.has(row)).length;
  if (joined.standing.length === 0) {
    counts.inserted += taken;
    return;
  }
  const changed = Math.min(taken, touched);
  const stated = outcome.retired && taken > 0 ? 1 : 0;
  counts.updated += Math.max(0, changed - stated);
  counts.unchanged += taken - changed;
}
