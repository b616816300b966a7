import type { Edition, EditionReader, PublicationRecord } from '../../schema/ports.ts';
import type { Tier } from '../../schema/privacy/tier.ts';
import type { RegisterName } from '../../schema/registers/register-name.ts';
import type { Clock } from '../platform/clock.ts';
import { leastRecentlyUsed } from './least-recently-used.ts';
import { joined, type SharedRead, shared, sharedReads } from './shared-read.ts';

/** How old the newest edition that we answer from may be: the stated delay until a publication is visible. */
const freshMilliseconds = 1000;
const editionsHeld = 256;
const instantsHeld = 1024;

/**
 * The editions of `reader`, held in memory: the newest of each line for at most a second, older ones, which never change, until others
 * push them out; callers at the same moment share one read. Publications are answered up to the newest edition as held, so that both always agree.
 */
export function cachedEditions(reader: EditionReader, clock: Clock): EditionReader {
  const numbered = leastRecentlyUsed<string, Edition>(editionsHeld);
  const byInstant = leastRecentlyUsed<string, Edition>(instantsHeld);
  // One object for each edition, however it is asked for: what is derived from it (spatial indexes) is kept with the object.
  const theOne = (edition: Edition | null) => {
    if (edition === null) return null;
    const key = `${edition.tier} ${edition.number}`;
    const known = numbered.get(key) ?? edition;
    numbered.set(key, known);
    return known;
  };
  const latest = cachedLatest(async (tier) => theOne(await reader.latest(tier)), clock);

  const read = sharedReads<Edition | null>();
  const get = async (tier: Tier, number: number) => {
    const key = `${tier} ${number}`;
    return numbered.get(key) ?? read(key, () => reader.get(tier, number).then(theOne));
  };
  const at = async (tier: Tier, instant: string) => {
    const newest = await latest(tier);
    if (newest === null || Date.parse(newest.at) <= Date.parse(instant)) return newest;
    const key = `${tier} ${instant}`;
    const edition = byInstant.get(key) ?? theOne(await reader.at(tier, instant));
    // Before the newest edition nothing is ever added, so this answer stands.
    if (edition !== null) byInstant.set(key, edition);
    return edition;
  };
  return { latest, get, at, publications: cachedPublications(reader, latest) };
}

interface Held extends SharedRead<Edition | null> {
  readonly since: number;
}

/** Age counts from the moment of asking; callers at the same moment share one read; a failed one is not held. */
function cachedLatest(read: EditionReader['latest'], clock: Clock): EditionReader['latest'] {
  const held = new Map<Tier, Held>();
  const latest: EditionReader['latest'] = (tier) => {
    const now = clock();
    const known = held.get(tier);
    if (known !== undefined && now - known.since < freshMilliseconds && now >= known.since)
      return joined(known, () => latest(tier));
    const edition = read(tier);
    held.set(tier, { since: now, ...shared(edition) });
    edition.catch(() => {
      if (held.get(tier)?.coming === edition) held.delete(tier);
    });
    return edition;
  };
  return latest;
}

/**
 * A register's publications are few (one a day makes 3,650 in ten years) and only ever added to: they are held whole. Callers at the same
 * moment share one read; a failed one is not held.
 */
function cachedPublications(reader: EditionReader, latest: EditionReader['latest']): EditionReader['publications'] {
  const held = new Map<string, readonly PublicationRecord[]>();
  const read = sharedReads<readonly PublicationRecord[]>();
  const extended = ({ newest, ...extension }: Extension & { readonly newest: number }) =>
    read(`${extension.tier} ${extension.register} ${newest}`, () => extend(reader, extension));
  return async (tier, register, since) => {
    const newest = (await latest(tier))?.registers[register]?.seq ?? 0;
    const known = held.get(`${tier} ${register}`) ?? [];
    const records = lastSeq(known) < newest ? await extended({ tier, register, known, newest }) : known;
    if (records.length > (held.get(`${tier} ${register}`)?.length ?? 0)) held.set(`${tier} ${register}`, records);
    return records.filter(({ seq }) => seq > since && seq <= newest);
  };
}

interface Extension {
  readonly tier: Tier;
  readonly register: RegisterName;
  readonly known: readonly PublicationRecord[];
}

async function extend(
  reader: EditionReader,
  { tier, register, known }: Extension,
): Promise<readonly PublicationRecord[]> {
  // The blocks asked for at the same time are sent for first: they are larger.
  await new Promise((next) => setImmediate(next));
  return [...known, ...(await reader.publications(tier, register, lastSeq(known)))];
}

function lastSeq(records: readonly PublicationRecord[]): number {
  return records.at(-1)?.seq ?? 0;
}
