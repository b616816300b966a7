import { counted } from '../../schema/counted.ts';
import { type Day, dayText } from '../../schema/dates/day.ts';
import type { Edition } from '../../schema/ports.ts';
import type { FieldClass } from '../../schema/privacy/field-class.ts';
import type { Finding } from '../../schema/publication/finding.ts';
import { classOfTree, type Trees } from '../../schema/publication/next-editions.ts';
import { treesOfOrder } from '../../schema/publication/order-trees.ts';
import { ordersOf } from '../../schema/publication/orders.ts';
import type { Source } from '../../schema/publication/source.ts';
import { registerOf } from '../../schema/registers/index.ts';
import type { RegisterName } from '../../schema/registers/register-name.ts';
import { sourceOf } from '../../schema/registers/sources.ts';
import type { Blocks } from '../../schema/tree/blocks.ts';
import { type CountRequest, countMany } from '../../schema/tree/count.ts';

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
  const counts = await countReferences(name, column, { trees, ranges, blocks: request.blocks });
  return retirements.flatMap((retirement, index): Finding[] => {
    const count = counts[index] ?? 0;
    if (count === 0) return [];
    const { code } = retirement;
    const message = `"${code}" is retired, but ${counted(count, `row of ${name} points`, `rows of ${name} point`)} at it on ${dayText(dayOf(retirement))}`;
    return [{ level: 'warning', reason: 'STILL_REFERENCED', message, codes: [code] }];
  });
}

interface References {
  readonly trees: Trees;
  readonly ranges: readonly CountRequest[];
  readonly blocks: RetirementRequest['blocks'];
}

/** Rows of a register by what a column holds, those of all classes together. */
async function countReferences(
  name: RegisterName,
  column: string,
  { trees, ranges, blocks }: References,
): Promise<readonly number[]> {
  const order = ordersOf[name].find((one) => one.name === `order.${column}`);
  const names = order === undefined ? [] : treesOfOrder(registerOf(name), order);
  const counts = await Promise.all(
    names.map((tree) => countMany(trees[tree] ?? null, ranges, blocks(classOfTree(tree)))),
  );
  return ranges.map((_, place) => counts.reduce((sum, ofTree) => sum + (ofTree[place] ?? 0), 0));
}
