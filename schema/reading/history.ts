import type { GraphQLResolveInfo } from 'graphql';
import { emptyPage, type Page } from '../connections/page.ts';
import type { Context } from '../context.ts';
import { type Day, parseDay } from '../dates/day.ts';
import type { FieldClass } from '../privacy/field-class.ts';
import { type AnyReleased, origin, type Released } from '../privacy/release.ts';
import type { RegisterName } from '../registers/register-name.ts';
import type { Entry } from '../tree/entry.ts';
import { startText } from './as-of.ts';
import { type Belief, readBeliefs } from './beliefs.ts';
import { listDigest, openCursor, sealCursor } from './cursor.ts';
import { type PageArguments, pageSize } from './page-size.ts';
import { readSuccessors, readTimes } from './provenance.ts';
import { releaseWithRelated } from './read-rows.ts';
import { type RegisterView, viewRegister } from './register-view.ts';
import { rowPlaces, type Selection } from './selection.ts';
import { resume } from './time-of-answer.ts';
import { tellPlaces } from './withhold.ts';

/** A row as it was believed between two publications, in all classes that were read. */
export interface Version {
  readonly key: string;
  readonly from: string;
  readonly to: string | null;
  readonly parts: ReadonlyMap<FieldClass, Entry>;
}

/**
 * All periods of a row's code and all beliefs about them that the viewer may know, those superseded included: the last
 * period first, of each the newest belief first.
 */
export async function readHistory<R extends RegisterName>(
  row: Released<R>,
  page: PageArguments,
  context: Context,
  info: GraphQLResolveInfo,
): Promise<Page<Released<R>>> {
  const first = pageSize(page.first);
  const { code } = row;
  const { asOf: shown, register } = (row as AnyReleased)[origin];
  const digest = listDigest(info.parentType.name, info.fieldName, code);
  const cursor = page.after == null ? null : openCursor(context, digest, page.after);
  const asOf = cursor === null ? shown : await resume(context, cursor, { asOf: null });
  const view = viewRegister(context, asOf, register.name as R);
  if (view === null) return emptyPage;
  const versions = versionsOf(await readBeliefs(view, code, await readTimes(view)));
  const start = cursor === null ? 0 : versions.findIndex((version) => placeOf(version) === cursor.position) + 1;
  const shownVersions = versions.slice(start, start + first);
  const places = rowPlaces(info);
  const selections = places.flatMap((place) => place.selections);
  const nodes = await releaseVersions(view, shownVersions, selections);
  tellPlaces(nodes as readonly AnyReleased[], places, context);
  const { edition, day, strict } = asOf;
  const positions = shownVersions.map(placeOf);
  return {
    nodes,
    positions,
    next: start + first < versions.length ? (positions.at(-1) ?? null) : null,
    hasPreviousPage: start > 0,
    seal: (position) => sealCursor(context, digest, { edition: edition.number, day, strict, position }),
    count: () => versions.length,
  };
}

/** Cuts the time of each row wherever one of its parts changed. */
export function versionsOf(beliefs: readonly Belief[]): readonly Version[] {
  const versions: Version[] = [];
  for (const [key, ofRow] of Map.groupBy(beliefs, (belief) => belief.key)) {
    const cuts = [...new Set(ofRow.flatMap(({ from, to }) => (to === null ? [from] : [from, to])))].sort();
    cuts.forEach((from, place) => {
      const held = ofRow.filter((belief) => belief.from <= from && (belief.to === null || from < belief.to));
      const parts = new Map(held.map((belief) => [belief.fieldClass, belief.entry]));
      if (parts.has('open')) versions.push({ key, from, to: cuts[place + 1] ?? null, parts });
    });
  }
  return versions.sort((one, other) => (placeOf(one) < placeOf(other) ? 1 : -1));
}

function placeOf(version: Version): string {
  return `${startText(version.key)} ${version.from}`;
}

/** What a version points at is shown as of the first day of its period. */
async function releaseVersions<R extends RegisterName>(
  view: RegisterView<R>,
  versions: readonly Version[],
  selections: readonly Selection[],
): Promise<readonly Released<R>[]> {
  const asked = selections.some((selection) => selection.fields.has('replacedBy'));
  const [replacedBy = []] = asked ? await readSuccessors(view, versions.slice(0, 1).map(codeOf)) : [];
  const rows = versions.map(({ key, from, to, parts }) => {
    const own = { ...view, asOf: { ...view.asOf, day: dayOfKey(key), strict: false } };
    const open = parts.get('open');
    const restricted = new Map([...parts].map(([fieldClass, entry]) => [fieldClass, [entry]] as const));
    const provenance = { knownFrom: [from], knownTo: [to], replacedBy: [replacedBy] };
    return releaseWithRelated(own, { open: open === undefined ? [] : [open], restricted, provenance }, selections);
  });
  return (await Promise.all(rows)).flat();
}

function codeOf({ key }: Version): string {
  return key.slice(0, key.indexOf(' '));
}

function dayOfKey(key: string): Day {
  const parsed = parseDay(startText(key));
  if (parsed.ok) return parsed.value;
  throw new Error(`Cannot date row "${key}": ${parsed.reason}`);
}
