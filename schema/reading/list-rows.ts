import type { GraphQLResolveInfo } from 'graphql';
import { emptyPage, type Page } from '../connections/page.ts';
import type { Context } from '../context.ts';
import { refuseClosed, refuseClosedIn } from '../filters/condition.ts';
import type { Released } from '../privacy/release.ts';
import { registerOf } from '../registers/index.ts';
import type { RegisterName } from '../registers/register-name.ts';
import type { Entry } from '../tree/entry.ts';
import type { AsOf } from './as-of.ts';
import { listDigest, openCursor, sealCursor } from './cursor.ts';
import { foreseeing } from './foresee.ts';
import { type ListPlan, type ListQuery, planList } from './list-query.ts';
import { type PageArguments, pageSize } from './page-size.ts';
import { readTimesAhead } from './provenance.ts';
import { readReleased } from './read-rows.ts';
import { metered, viewRegister } from './register-view.ts';
import type { Candidate } from './row-source.ts';
import { scan } from './scan.ts';
import { rowPlaces, selects, selectsMoreThan } from './selection.ts';
import { resume } from './time-of-answer.ts';
import { tellLeftOut, tellPlaces } from './withhold.ts';

/** A list to be answered. */
export interface RowList<R extends RegisterName> {
  readonly register: R;
  readonly query: ListQuery;
  /** All arguments but those of the page: they name the list. */
  readonly named: unknown;
  /** Where it begins when no cursor says so: the state that its parent is shown in, or the one that was asked for. */
  readonly asOf: AsOf | null;
  /** The caller's `knownAt`, to compare with the cursor's edition. */
  readonly knownAt?: string | null | undefined;
}

/** Answers one page of a list: cursor, source, search, gate, in this order. */
export async function listRows<R extends RegisterName>(
  list: RowList<R>,
  page: PageArguments,
  context: Context,
  info: GraphQLResolveInfo,
): Promise<Page<Released<R>>> {
  const first = pageSize(page.first);
  const { register } = list;
  const named = list.query.conditions;
  refuseClosed(named, registerOf(register), context.viewer.tier);
  const digest = listDigest(info.parentType.name, info.fieldName, list.named);
  const cursor = page.after == null ? null : openCursor(context, digest, page.after);
  const asOf = cursor === null ? list.asOf : await resume(context, cursor, list);
  const found = asOf === null ? null : viewRegister(context, asOf, register);
  if (asOf === null || found === null) return emptyPage;
  refuseClosedIn(named, found.access);
  const query = { ...list.query, conditions: named.filter(({ asksNothing }) => asksNothing !== true) };
  const places = rowPlaces(info);
  const selections = places.flatMap((place) => place.selections);
  const view = metered(isSearched(query) ? found : foreseeing(found, selections, first));
  readTimesAhead(context, asOf, selections);
  const plan = await planList(view, query);
  const by = [...plan.source.keys, ...plan.conditions.flatMap(({ reads }) => reads)];
  const coordinate = `${info.parentType.name}.${info.fieldName}`;
  tellLeftOut(found, by, { coordinate, withholding: context.withholding });
  const counted = selects(info, 'totalCount') ? countOf(plan) : null;
  const from = cursor?.position ?? null;
  const scanned = selectsMoreThan(info, 'totalCount') ? await scan(view, plan, from, first) : { found: [], next: null };
  const nodes = await readReleased(found, scanned.found.map(entryOf), selections);
  tellPlaces(nodes, places, context);
  const { day, strict } = asOf;
  return {
    nodes,
    positions: scanned.found.map((candidate) => candidate.position),
    next: scanned.next,
    hasPreviousPage: cursor !== null,
    seal: (position) => sealCursor(context, digest, { edition: asOf.edition.number, day, strict, position }),
    count: () => counted,
  };
}

function entryOf({ entry }: Candidate): Entry {
  return entry;
}

/** True where rows are read that the page may not show. */
function isSearched({ conditions, searches }: ListQuery): boolean {
  return conditions.length + searches.length > 0;
}

/** Counts while the page is read: both need the same blocks. A failure is told where the count is asked for. */
function countOf({ conditions, source }: ListPlan): Promise<number | null> | null {
  if (conditions.length > 0 || source.count === null) return null;
  const counted = source.count();
  counted.catch(() => null);
  return counted;
}
