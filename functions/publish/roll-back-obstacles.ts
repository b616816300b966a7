import { isDeepStrictEqual } from 'node:util';
import type { Edition, EditionReader, RegisterEdition } from '../../schema/ports.ts';
import { liesByTodaysRules } from '../../schema/privacy/exceptions.ts';
import { registerOf, registers } from '../../schema/registers/index.ts';
import { references } from '../../schema/registers/references.ts';
import { layoutOf } from '../../schema/registers/register.ts';
import type { RegisterName } from '../../schema/registers/register-name.ts';

/** The edition to build on, and the one whose state of a register shall stand again; both of GOVERNMENT's line. */
export interface RollBackStates {
  readonly base: Edition | null;
  readonly target: Edition;
}

/**
 * Why the state that a register had would not fit what stands: one sentence each. References and orders run between a register and
 * those that it refers to or that refer to it; they fit where all of these hold the rows that they held then. And rows must lie as
 * this program lays them.
 */
export async function rollBackObstacles(
  register: RegisterName,
  { base, target }: RollBackStates,
  editions: Pick<EditionReader, 'publications'>,
): Promise<readonly string[]> {
  const old = target.registers[register];
  const standing = base?.registers[register];
  if (old === undefined || standing === undefined) return [`edition ${target.number} must hold ${register}, does not`];
  const obstacles: string[] = [];
  const today = registerOf(register);
  const isLaidOut = isDeepStrictEqual(layoutOf(today), { ...old.layout }) && liesByTodaysRules(today, old);
  if (!isLaidOut || Object.keys(standing.trees).some((tree) => !(tree in old.trees)))
    obstacles.push(
      `the fields and orders of ${register} must be those of edition ${target.number}, were changed since`,
    );
  for (const other of neighboursOf(register)) {
    if (sameRows(target.registers[other], base?.registers[other])) continue;
    const since = target.registers[other]?.seq ?? 0;
    const [first] = await editions.publications('GOVERNMENT', other, since);
    const which = first === undefined ? '' : `publication ${first.seq} (edition ${first.edition}) of `;
    obstacles.push(`${other} must be what it was in edition ${target.number}, ${which}${other} changed it since`);
  }
  return obstacles;
}

/** Registers that it refers to, or that refer to it. */
function neighboursOf(register: RegisterName): readonly RegisterName[] {
  const referredTo = (of: RegisterName) => Object.keys(registerOf(of).policies).map((field) => references[field]);
  return registers
    .map(({ name }) => name)
    .filter((name) => name !== register)
    .filter((name) => referredTo(register).includes(name) || referredTo(name).includes(register));
}

function sameRows(one: RegisterEdition | undefined, other: RegisterEdition | undefined): boolean {
  const names = new Set([...Object.keys(one?.trees ?? {}), ...Object.keys(other?.trees ?? {})]);
  const rows = [...names].filter((name) => name.startsWith('rows.'));
  return rows.every((name) => one?.trees[name]?.hash === other?.trees[name]?.hash);
}
