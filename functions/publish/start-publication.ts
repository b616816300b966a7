import type { Findings } from '../../schema/publication/findings.ts';
import type { Lines } from '../../schema/publication/next-editions.ts';
import { restrictedFields } from '../../schema/publication/placed-fields.ts';
import { registerOf } from '../../schema/registers/index.ts';
import { sourceOf } from '../../schema/registers/sources.ts';
import type { KeyRange } from '../../schema/tree/key-range.ts';
import { divisionsChart, readDivisions } from './divisions-chart.ts';
import type { ParsedSource } from './parsed-source.ts';
import { placeFindings } from './place-findings.ts';
import type { PublicationBlocks } from './publication-blocks.ts';
import type { PublicationState } from './publication-state.ts';
import type { PublishRequest } from './publish-request.ts';
import type { SaidByFile } from './said-by-file.ts';
import type { KeyedText } from './sorting/keyed-text.ts';

/** What an attempt works with. */
export interface StartingPoint {
  readonly lines: Lines;
  readonly findings: Findings;
  readonly blocks: PublicationBlocks;
  readonly parsed: Pick<ParsedSource, 'rejectedCodes' | 'unreadable'>;
  readonly range: KeyRange;
  sorted(): AsyncIterable<readonly KeyedText[]>;
}

/** What of a request every state of its publication depends on. */
export type StateRequest = Pick<PublishRequest, 'register' | 'district' | 'effective' | 'folder' | 'onProgress'>;

/**
 * Everything that is known before the first row is merged, but for what the file says of itself: reads the divisions
 * where they are needed, and answers the state that follows from such a word.
 */
export async function startPublication(
  request: StateRequest,
  start: StartingPoint,
): Promise<(said: SaidByFile) => PublicationState> {
  const { lines, findings, blocks, parsed, range } = start;
  const { district, effective, folder, onProgress } = request;
  const register = registerOf(request.register);
  const source = sourceOf[request.register];
  const base = lines.GOVERNMENT;
  const needsChart = district !== null || source.geometry !== 'none';
  const divisions = needsChart ? await readDivisions(base?.registers.DIVISIONS, blocks.blocks) : null;
  return (said) => {
    const chart = divisions === null ? null : divisionsChart(divisions, said.ownRows);
    const exists = (code: string): boolean => divisions?.has(code) === true || said.ownRows(code).length > 0;
    const holds = (division: string, day: number): boolean => chart?.liesIn(division, district ?? '', day) === true;
    return {
      ...{ register, source, effective, lines, base, folder, findings, said, range, onProgress },
      restrictedFields: restrictedFields(register),
      store: blocks,
      district: district === null ? null : { code: district, exists: exists(district), holds },
      rejectedCodes: parsed.rejectedCodes,
      unreadable: parsed.unreadable,
      sorted: () => start.sorted(),
      placeFindings: (incoming) => (chart === null ? [] : placeFindings(incoming, chart, effective)),
    };
  };
}
