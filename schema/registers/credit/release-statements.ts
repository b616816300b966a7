import { type Day, dayText } from '../../dates/day.ts';
import { shanghaiStart } from '../../dates/shanghai-day.ts';
import type { Tier } from '../../privacy/tier.ts';
import { type StoredStatement, secondsSince2000 } from './entries.ts';
import { publicityOf } from './publicity.ts';
import type { CreditRecord } from './record.ts';

declare const gate: unique symbol;

/** A statement that passed the gate; only `releaseStatements` makes one. */
export type ReleasedStatement = Omit<CreditRecord, 'id'> & {
  readonly key: string;
  /** First day on which it is no longer shown; null: there is none yet. */
  readonly publicUntil: string | null;
  /** False for what only authorities still see: publicity is over, or has not begun. */
  readonly isPublic: boolean;
  /** Second (since 2000) from which the viewer may see it as it is: its publication's, or the first of its publicity where that came later. */
  readonly seq: number;
  readonly [gate]: true;
};

/**
 * The gate of credit statements: what may be shown on `today`, by the rules of today, whatever was stored and when. Authorities
 * see all that stands.
 */
export function releaseStatements(
  stored: readonly StoredStatement[],
  viewer: { readonly tier: Tier; readonly today: Day },
): readonly ReleasedStatement[] {
  const statements: ReleasedStatement[] = [];
  let isInOrder = true;
  for (const { record, since } of stored) {
    const { from, to } = publicityOf(record, viewer.today);
    const isPublic = from <= viewer.today && (to === null || viewer.today < to);
    if (!isPublic && viewer.tier !== 'GOVERNMENT') continue;
    const publicUntil = to === null ? null : dayText(to);
    const seq = viewer.tier === 'GOVERNMENT' ? since : Math.max(since, secondsSince2000(shanghaiStart(from)));
    const statement = released(record, { publicUntil, isPublic, seq });
    const last = statements.at(-1);
    isInOrder &&= last === undefined || isBefore(last, statement);
    statements.push(statement);
  }
  // They come in the order of the tree that they were read from, which is this one where the tree was made by the rules of today.
  return isInOrder ? statements : statements.sort((one, other) => (isBefore(one, other) ? -1 : 1));
}

/** Whether a statement stands before another in a report: by end of publicity, the soonest first, then by key. */
function isBefore(one: ReleasedStatement, other: ReleasedStatement): boolean {
  const [end, otherEnd] = [one.publicUntil ?? noEnd, other.publicUntil ?? noEnd];
  return end === otherEnd ? one.key < other.key : end < otherEnd;
}

/** Written out: that is three times as fast as copying all but `id`, and a report has many. */
function released(
  record: CreditRecord,
  { publicUntil, isPublic, seq }: Pick<ReleasedStatement, 'publicUntil' | 'isPublic' | 'seq'>,
): ReleasedStatement {
  return {
    key: record.id,
    subject: record.subject,
    kind: record.kind,
    severity: record.severity,
    authority: record.authority,
    documentNumber: record.documentNumber,
    decidedOn: record.decidedOn,
    validUntil: record.validUntil,
    repairedOn: record.repairedOn,
    withdrawnOn: record.withdrawnOn,
    title: record.title,
    sourceUrl: record.sourceUrl,
    retrievedOn: record.retrievedOn,
    publicUntil,
    isPublic,
    seq,
  } satisfies Omit<ReleasedStatement, typeof gate> as ReleasedStatement;
}

/** Sorts behind every end. */
const noEnd = '9999-12-31';

/** Where a statement stands in a report, as a text that sorts as they stand. */
export function placeOf({ publicUntil, key }: ReleasedStatement): string {
  return `${publicUntil ?? noEnd} ${key}`;
}
