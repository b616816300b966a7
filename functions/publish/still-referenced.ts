import { type Day, dayText } from '../../schema/dates/day.ts';
import type { Edition } from '../../schema/ports.ts';
import type { FieldClass } from '../../schema/privacy/field-class.ts';
import type { Finding } from '../../schema/publication/finding.ts';
import type { Trees } from '../../schema/publication/next-editions.ts';
import type { Source } from '../../schema/publication/source.ts';
import type { RegisterName } from '../../schema/registers/register-name.ts';
import { sourceOf } from '../../schema/registers/sources.ts';
import type { Blocks } from '../../schema/tree/blocks.ts';
import { countMany } from '../../schema/tree/count.ts';

/** One code that a publication retired, and from which day. */
export interface Retirement {
  readonly code: string;
  readonly from: Day;
}

/** What was retired, and the trees that tell who points at it. */
export interface RetirementRequest {
  readonly register: RegisterName;
  readonly retirements: readonly Retirement[];
  readonly base: Edition | null;
  /** Trees of the register itself as the publication leaves them. */
  readonly trees: Trees;
  readonly blocks: (fieldClass: FieldClass) => Blocks;
  readonly effective: Day;
}

/** Warns of every retired code at which rows still point that are live from then on, or today. */
export async function stillReferenced(request: RetirementRequest): Promise<Finding[]> {
  if (request.retirements.length === 0) return [];
  const findings: Finding[] = [];
  for (const [name, source] of Object.entries(sourceOf) as [RegisterName, Source][]) {
    for (const { column, register } of source.parents) {
      if (register !== request.register) continue;
      findings.push(...(await referencesFrom(name, column, request)));
    }
  }
  return findings;
}

async function referencesFrom(name: RegisterName, column: string, request: RetirementRequest): Promise<Finding[]> {
  const { retirements, effective } = request;
  const trees = name === request.register ? request.trees : (request.base?.registers[name]?.trees ?? {});
  const dayOf = ({ from }: Retirement): Day => Math.max(from, effective);
  const ranges = retirements.map((retirement) => {
    const { code } = retirement;
    return { lower: `${code} `, upper: `${code}!`, liveOn: dayOf(retirement) };
  });
  const counts = await countMany(trees[`order.${column}`] ?? null, ranges, request.blocks('open'));
  return retirements.flatMap((retirement, index): Finding[] => {
    const count = counts[index] ?? 0;
    if (count === 0) return [];
    const { code } = retirement;
    const message = `"${code}" is retired, but ${count} rows of ${name} point at it on ${dayText(dayOf(retirement))}`;
    return [{ level: 'warning', reason: 'STILL_REFERENCED', message, codes: [code] }];
  });
}
