import { fieldClasses } from '../../schema/privacy/field-class.ts';
import type { Findings } from '../../schema/publication/findings.ts';
import type { Lines } from '../../schema/publication/next-editions.ts';
import { registerOf } from '../../schema/registers/index.ts';
import { layoutOf } from '../../schema/registers/register.ts';
import { sourceOf } from '../../schema/registers/sources.ts';
import { divisionsChart, readDivisions } from './divisions-chart.ts';
import type { ParsedSource } from './parse-rows.ts';
import { placeFindings } from './place-findings.ts';
import type { PublicationBlocks } from './publication-blocks.ts';
import type { PublicationState } from './publication-state.ts';
import type { PublishRequest } from './publish-request.ts';
import type { SaidByFile } from './said-by-file.ts';
import { settleFile } from './settle-file.ts';
import type { RowSorter } from './sort-rows.ts';

/** What an attempt works with. */
export interface StartingPoint {
  readonly lines: Lines;
  readonly findings: Findings;
  readonly blocks: PublicationBlocks;
  readonly parsed: ParsedSource;
  readonly sorter: RowSorter;
}

/** Everything that is known before the first row is merged: the editions to build on, and what the file says of itself. */
export async function startPublication(request: PublishRequest, start: StartingPoint): Promise<PublicationState> {
  const { lines, findings, blocks, parsed, sorter } = start;
  const { district, effective, folder, onProgress } = request;
  const register = registerOf(request.register);
  const source = sourceOf[request.register];
  const base = lines.GOVERNMENT;
  const layout = layoutOf(register);
  const needsChart = district !== null || source.geometry !== 'none';
  const divisions = needsChart ? await readDivisions(base?.registers.DIVISIONS, blocks.blocks) : null;
  const stateOf = (said: SaidByFile): PublicationState => {
    const chart = divisions === null ? null : divisionsChart(divisions, said.ownRows);
    const holds = (division: string, day: number): boolean => chart?.liesIn(division, district ?? '', day) === true;
    return {
      ...{ register, source, effective, lines, base, folder, findings, said, onProgress },
      restricted: new Set(fieldClasses.filter((of) => of !== 'open').flatMap((of) => layout[of] ?? [])),
      store: blocks,
      district: district === null ? null : { code: district, holds },
      rejected: parsed.rejected,
      rejectedCodes: parsed.rejectedCodes,
      unreadable: parsed.unreadable,
      sorted: () => sorter.sorted(),
      placeFindings: (incoming) => (chart === null ? [] : placeFindings(incoming, chart, effective)),
    };
  };
  return stateOf(await settleFile(stateOf, parsed.replacements));
}
