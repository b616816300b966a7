import type { GraphQLResolveInfo } from 'graphql';
import { emptyPage, type Page } from '../connections/page.ts';
import type { Context } from '../context.ts';
import type { PublicationRecord } from '../ports.ts';
import type { RegisterName } from '../registers/register-name.ts';
import { type ChangedCode, changedCodes } from './changed-codes.ts';
import { countChanges, type MeteredStates, statesOf } from './changed-states.ts';
import { changesWithin, withinSelection } from './changes-within.ts';
import { listDigest, openCursor, sealCursor } from './cursor.ts';
import { type Change, type ChangeSelections, describeChanges } from './describe-changes.ts';
import { type PageArguments, pageSize } from './page-size.ts';
import { searchedBlocks } from './scan.ts';
import { type RowPlace, rowPlaces } from './selection.ts';
import { tellWithheld } from './withhold.ts';

/** Codes that are tested for an area at once. */
const batch = 256;

/** Which changes are asked for. */
export interface ChangesRequest {
  readonly register: RegisterName;
  /** Number of the last publication that the caller knows. */
  readonly since: number;
  readonly within: string | null;
}

/** A place in the feed: a publication, and the key in it from which to go on. */
interface FeedPlace {
  readonly seq: number;
  readonly lower: string;
}

/** One page of the feed: publications in order, of each the codes in order; the same for ever. */
export async function readChanges(
  request: ChangesRequest,
  page: PageArguments,
  context: Context,
  info: GraphQLResolveInfo,
): Promise<Page<Change>> {
  const first = pageSize(page.first);
  const { register, since, within } = request;
  const digest = listDigest('changes', register, since, within);
  const cursor = page.after == null ? null : openCursor(context, digest, page.after);
  const from = cursor === null ? null : parsePlace(cursor.position);
  const known = await context.editions.publications(context.viewer.tier, register, since);
  const records = known.filter((record) => record.edition <= context.edition.number);
  if (records.length === 0) return emptyPage;
  const places = rowPlaces(info);
  const feed: Feed = { request, context, selections: sidesOf(places, request) };
  const { found, next } = await readFeed(feed, records, from, first);
  tellSides(found, places, feed);
  return {
    nodes: found,
    positions: found.map((change) => placeText({ seq: change.seq, lower: behind(change.key) })),
    next: next === null ? null : placeText(next),
    hasPreviousPage: cursor !== null,
    seal: (position) => sealCursor(context, digest, { edition: 0, day: 0, strict: false, position }),
    count: () => (within === null ? countChanges(feed, records) : null),
  };
}

interface Feed {
  readonly request: ChangesRequest;
  readonly context: Context;
  readonly selections: ChangeSelections;
}

interface FeedPage {
  readonly found: readonly Change[];
  readonly next: FeedPlace | null;
}

async function readFeed(
  feed: Feed,
  records: readonly PublicationRecord[],
  from: FeedPlace | null,
  first: number,
): Promise<FeedPage> {
  const found: Change[] = [];
  let spent = 0;
  for (const record of records) {
    if (from !== null && record.seq < from.seq) continue;
    let lower = from !== null && record.seq === from.seq ? from.lower : '';
    if (found.length >= first || spent >= searchedBlocks) return { found, next: { seq: record.seq, lower } };
    const states = await statesOf(feed, record);
    const spentBefore = spent;
    while (true) {
      const read = await readBatch(feed, { states, record }, lower, first - found.length);
      found.push(...read.found);
      spent = spentBefore + states.spent();
      if (read.next === null) break;
      lower = read.next;
      if (found.length >= first || spent >= searchedBlocks) return { found, next: { seq: record.seq, lower } };
    }
  }
  return { found, next: null };
}

/** At most `wanted` changes from the key `lower` on; `next` is the key to go on from, null at the end. */
async function readBatch(
  { request, selections }: Feed,
  { states, record }: { readonly states: MeteredStates; readonly record: PublicationRecord },
  lower: string,
  wanted: number,
): Promise<{ readonly found: readonly Change[]; readonly next: string | null }> {
  const codes: ChangedCode[] = [];
  let next: string | null = null;
  for await (const changed of changedCodes(states, lower)) {
    if (codes.length === (request.within === null ? wanted : Math.max(wanted, batch))) {
      next = changed.code;
      break;
    }
    codes.push(changed);
  }
  const changes = await describeChanges(states, codes, selections, { seq: record.seq, at: record.at });
  if (request.within === null) return { found: changes, next };
  const found = await changesWithin(states, changes, request.within);
  const last = found.length > wanted ? found[wanted - 1] : undefined;
  return last === undefined ? { found, next } : { found: found.slice(0, wanted), next: behind(last.key) };
}

/** What is selected on either side, and what `within` needs there. */
function sidesOf(places: readonly RowPlace[], { register, within }: ChangesRequest): ChangeSelections {
  const tested = within === null ? [] : [withinSelection(register)];
  const side = (name: string) =>
    places
      .filter(({ path }) => path.endsWith(name))
      .flatMap(({ selections }) => selections.filter((selection) => selection.register === register));
  return { before: [...side('before'), ...tested], after: [...side('after'), ...tested] };
}

function tellSides(changes: readonly Change[], places: readonly RowPlace[], { request, context }: Feed): void {
  for (const { path, selections } of places) {
    const rows = changes.map((change) => (path.endsWith('before') ? change.before : change.after));
    const shown = rows.filter((row) => row !== null);
    for (const selection of selections) {
      if (selection.register === request.register) tellWithheld(shown, selection, context.withholding);
    }
  }
}

/** The place behind a code: none of its keys follows. */
function behind(code: string): string {
  return `${code} ~`;
}

function placeText({ seq, lower }: FeedPlace): string {
  return `${seq} ${lower}`;
}

function parsePlace(text: string): FeedPlace {
  const space = text.indexOf(' ');
  return { seq: Number(text.slice(0, space)), lower: text.slice(space + 1) };
}
