import { type DivisionCode, divisionCodeLevel } from '../codes/division-code.ts';
import { liveOn } from '../tree/entry.ts';
import { getGroups } from '../tree/get.ts';
import { type RegisterView, rootOf, viewRegister } from './register-view.ts';

/** An area that a list is confined to: the communities of a division on the day, or one grid. */
export type AreaWithin =
  | { readonly kind: 'DIVISION'; readonly code: string; readonly below: readonly string[] }
  | { readonly kind: 'GRID'; readonly code: string };

/** Resolves an area code. What lies in a division says `parent` on the day, never the code. */
export async function readWithin(view: RegisterView, code: string): Promise<AreaWithin> {
  if (code.length === 14) return { kind: 'GRID', code };
  const below: string[] = [];
  const divisions = viewRegister(view.context, view.asOf, 'DIVISIONS');
  let level = [code];
  while (divisions !== null && level.length > 0) {
    level = await readChildren(divisions, level);
    below.push(...level);
  }
  return { kind: 'DIVISION', code, below: [...new Set(below)].sort() };
}

/** The communities of the area, in order of code; a community is its own. */
export function communitiesOf(area: AreaWithin): readonly string[] {
  if (area.kind === 'GRID') return [];
  const all = new Set<string>([area.code, ...area.below]);
  return [...all].filter(isCommunity).sort();
}

async function readChildren(divisions: RegisterView, parents: readonly string[]): Promise<string[]> {
  const prefixes = parents.filter((code) => !isCommunity(code)).map((code) => `${code} `);
  const groups = await getGroups(rootOf(divisions, 'order.parent'), prefixes, divisions.blocks('open'));
  return groups
    .flat()
    .filter((entry) => liveOn(entry, divisions.asOf.day))
    .map(([key]) => key.split(' ')[1] ?? '');
}

/** True for the code of a community. */
export function isCommunity(code: string): boolean {
  return divisionCodeLevel(code as DivisionCode) === 'COMMUNITY';
}
