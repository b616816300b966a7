import type { Day } from '../../schema/dates/day.ts';
import { admissionFindings, dayOfSpeech, divisionOf, type PointedAt } from '../../schema/publication/admission.ts';
import type { Outcome, SourceRow } from '../../schema/publication/code-case.ts';
import type { Finding } from '../../schema/publication/finding.ts';
import { startOf } from '../../schema/publication/periods.ts';
import { reconcile } from '../../schema/publication/reconcile.ts';
import type { JoinedCode } from './join-codes.ts';
import type { PublicationState } from './publication-state.ts';

/** What a publication decides about one code. */
export interface Decision extends Outcome {
  /** True when the code's community lies in what is published. */
  readonly inScope: boolean;
}

interface Admitted {
  readonly incoming: readonly SourceRow[];
  readonly refused: readonly SourceRow[];
  readonly findings: readonly Finding[];
}

/** Decides one code: which of the file's rows may come in, and what they make of those that stand. Changes nothing. */
export function decideCode(code: JoinedCode, pointedAt: PointedAt, state: PublicationState): Decision {
  const standing = code.standing.map(({ row }) => row);
  const told = state.source.withhold?.(code.incoming, standing);
  const joined = derived(told === undefined ? code : { ...code, incoming: told.rows }, pointedAt, state);
  const { incoming, refused, findings: admitted } = admit(joined, pointedAt, state);
  const findings = told === undefined ? admitted : [...told.findings, ...admitted];
  const inScope = isInScope(joined, pointedAt, state);
  const outcome = reconcile({
    code: joined.code,
    standing,
    incoming,
    refused: told === undefined ? refused : [...told.refused, ...refused],
    effective: state.effective,
    unread: state.rejectedCodes.has(joined.code),
    inScope,
    replacedFrom: state.said.lineage.replacedFrom(joined.code),
    held: state.unreadable,
    restricted: state.restrictedFields({ code: joined.code }),
  });
  return {
    ...outcome,
    findings: findings.length === 0 ? outcome.findings : [...findings, ...outcome.findings],
    inScope,
  };
}

/** The code with its rows of the file completed by what they point at. */
function derived(joined: JoinedCode, pointedAt: PointedAt, { source, effective }: PublicationState): JoinedCode {
  const { derive } = source;
  if (derive === undefined) return joined;
  const since = sinceOf(joined);
  const incoming = joined.incoming.map(({ line, row }) => ({
    line,
    row: derive(row, pointedAt, dayOfSpeech(row, effective, since)),
  }));
  return { ...joined, incoming };
}

function sinceOf({ standing: [first] }: JoinedCode): Day | null {
  return first === undefined ? null : startOf(first.row);
}

function admit(joined: JoinedCode, pointedAt: PointedAt, state: PublicationState): Admitted {
  const { incoming } = joined;
  const findings: Finding[] = [];
  const refused: SourceRow[] = [];
  const { source, effective, district, said } = state;
  const { restrictedFields } = state;
  const admission = { source, effective, district, pointedAt, restrictedFields, lineage: said.lineage };
  const restated = incoming.some(({ row }) => row.state === 'RETIRED');
  const known = { since: sinceOf(joined), restated };
  for (const row of incoming) {
    const before = findings.length;
    findings.push(...admissionFindings(row, admission, known), ...state.placeFindings(row));
    if (findings.slice(before).some(({ level }) => level === 'error')) refused.push(row);
  }
  if (refused.length === 0) return { incoming, refused, findings };
  const out = new Set(refused);
  return { incoming: incoming.filter((row) => !out.has(row)), refused, findings };
}

function isInScope({ standing }: JoinedCode, pointedAt: PointedAt, state: PublicationState): boolean {
  if (state.district === null) return true;
  const last = standing.at(-1)?.row;
  if (last === undefined) return false;
  const division = divisionOf(last, { source: state.source, pointedAt }, state.effective);
  return division !== null && state.district.holds(division, state.effective);
}
