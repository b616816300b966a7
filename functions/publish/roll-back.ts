import { randomBytes } from 'node:crypto';
import { leafRandomBytes, makeLeaf } from '../../schema/evidence/make-leaf.ts';
import { publicationEvent } from '../../schema/evidence/publication-event.ts';
import type { BlockReader, Edition, LineMove, RegisterEdition, Store } from '../../schema/ports.ts';
import { type FieldClass, fieldClasses, mayRead } from '../../schema/privacy/field-class.ts';
import { type Tier, tiers } from '../../schema/privacy/tier.ts';
import { type Lines, nextEditions, type Trees } from '../../schema/publication/next-editions.ts';
import { treesOfOrder } from '../../schema/publication/order-trees.ts';
import { codesThatDiffer } from '../../schema/reading/changed-codes.ts';
import { registerOf } from '../../schema/registers/index.ts';
import type { RegisterName } from '../../schema/registers/register-name.ts';
import type { TwoTrees } from '../../schema/tree/difference.ts';
import { verifiedBlocks } from '../../schema/tree/verified-blocks.ts';
import { dependentsOf } from './derived-orders.ts';
import { readLines } from './read-lines.ts';
import { rollBackObstacles } from './roll-back-obstacles.ts';
import { untilMoved } from './until-moved.ts';

/** What a roll-back needs of a store: it reads blocks, and makes none. */
export type RollBackStore = Pick<Store, 'editions'> & { readonly blocks: BlockReader };

/** Which register shall be again what it was. */
export interface RollBackRequest {
  readonly register: RegisterName;
  /** GOVERNMENT's edition whose state of the register shall stand again (roll-back-target.ts). */
  readonly target: Edition;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly dryRun: boolean;
}

/** What a roll-back did, would do or refused to do; numbers are those of GOVERNMENT's line. */
export interface RollBackReport {
  readonly register: RegisterName;
  readonly dryRun: boolean;
  readonly published: boolean;
  readonly refused: boolean;
  readonly edition: number;
  readonly seq: number;
  /** The state that stands again: the register's publication, and the edition that it was taken from. */
  readonly to: { readonly seq: number; readonly edition: number };
  /** Codes that differ between the states before and after, in what each tier may read. */
  readonly changes: { readonly [T in Tier]: number };
  /** Why it was refused. */
  readonly obstacles: readonly string[];
}

const noChanges = { PUBLIC: 0, REGISTERED: 0, ENTERPRISE: 0, GOVERNMENT: 0 } as const satisfies { [T in Tier]: number };

/**
 * Makes a register again what it was in an edition of old, by a new edition with the old roots; the orders of other registers
 * that run through it go back with it. Leaves evidence as every publication does. Refused where that would not fit what
 * stands (roll-back-obstacles.ts). What says the same already makes no edition.
 */
export async function rollBack(request: RollBackRequest, store: RollBackStore): Promise<RollBackReport> {
  const { register, target, dryRun } = request;
  return untilMoved(`roll ${register} back`, async () => {
    const lines = await readLines(store);
    const staying = (outcome: Outcome) => ({ answer: reportOf(request, lines.GOVERNMENT, outcome), move: null });
    const obstacles = await rollBackObstacles(register, { base: lines.GOVERNMENT, target }, store.editions);
    if (obstacles.length > 0) return staying({ changes: noChanges, obstacles });
    const { move, changes } = await plan(request, lines, store.blocks);
    const edition = move.editions.find(({ tier }) => tier === 'GOVERNMENT');
    if (edition === undefined || changes.GOVERNMENT === 0 || dryRun) return staying({ changes, obstacles });
    return {
      answer: reportOf(request, edition, { changes, obstacles }),
      move: () => store.editions.move({ ...move, leaves: [leafOf(request, move)] }),
    };
  });
}

type Outcome = Pick<RollBackReport, 'changes' | 'obstacles'>;

function reportOf({ register, target, dryRun }: RollBackRequest, edition: Edition | null, outcome: Outcome) {
  const refused = outcome.obstacles.length > 0;
  const seqIn = (one: Edition | null) => one?.registers[register]?.seq ?? 0;
  return {
    ...{ register, dryRun, published: !refused && !dryRun, refused },
    ...{ edition: edition?.number ?? 0, seq: seqIn(edition) },
    to: { seq: seqIn(target), edition: target.number },
    ...outcome,
  };
}

interface Plan {
  readonly move: LineMove;
  readonly changes: RollBackReport['changes'];
}

async function plan({ register, target, now }: RollBackRequest, lines: Lines, blocks: BlockReader): Promise<Plan> {
  const old = stateIn(target, register);
  const changes = await countChanges(lines.GOVERNMENT?.registers[register]?.trees ?? {}, old.trees, blocks);
  const derived: { [R in RegisterName]?: Trees } = {};
  for (const { register: name, orders } of dependentsOf({ register: registerOf(register), base: lines.GOVERNMENT })) {
    const { trees } = stateIn(target, name);
    const names = orders.flatMap((order) => treesOfOrder(registerOf(name), order));
    derived[name] = Object.fromEntries(names.map((tree) => [tree, trees[tree] ?? null]));
  }
  const at = new Date(now()).toISOString();
  const made = {
    register,
    layout: old.layout,
    exceptions: old.exceptions,
    trees: old.trees,
    derived,
    changes,
    at,
    report: null,
  };
  return { move: nextEditions(lines, made), changes };
}

function stateIn(edition: Edition, register: RegisterName): RegisterEdition {
  const state = edition.registers[register];
  if (state !== undefined) return state;
  throw new Error(`Cannot roll back to edition ${edition.number}: it must hold ${register}, does not`);
}

/** Goes down only where the trees of a class differ. */
async function countChanges(before: Trees, after: Trees, blocks: BlockReader): Promise<RollBackReport['changes']> {
  const compared = new Map(fieldClasses.map((of) => [of, twoTrees(of, { before, after }, blocks)]));
  const changes: { [T in Tier]: number } = { ...noChanges };
  for await (const { classes } of codesThatDiffer(compared, ''))
    for (const tier of tiers) if (classes.some((of) => mayRead(tier, of))) changes[tier] += 1;
  return changes;
}

function twoTrees(of: FieldClass, states: { before: Trees; after: Trees }, reader: BlockReader): TwoTrees {
  const blocks = verifiedBlocks((names) => reader.read(of, names));
  const { before, after } = states;
  const name = `rows.${of}`;
  return { before: before[name] ?? null, after: after[name] ?? null, beforeBlocks: blocks, afterBlocks: blocks };
}

function leafOf({ register, now }: RollBackRequest, move: LineMove) {
  const event = publicationEvent(move, { register, district: null, sourceHash: null, at: now() });
  return makeLeaf(event, randomBytes(leafRandomBytes));
}
