import type { KeyRange } from '../tree/key-range.ts';
import { keysIn } from '../tree/keys-in.ts';
import { codeOfKey } from './as-of.ts';
import { type RegisterView, rootOf, viewRegister } from './register-view.ts';
import { type AreaWithin, communitiesOf, isCommunity } from './within.ts';

/**
 * The ranges of an order by community that hold an area. Communities that follow one another make one range where the register
 * has never known another one between them, as nothing can stand there: a district is then counted at its two ends.
 */
export async function communityRanges(view: RegisterView, area: AreaWithin): Promise<readonly Required<KeyRange>[]> {
  const wanted = communitiesOf(area);
  const inside = new Set(wanted);
  const runs: string[][] = [];
  let goesOn = false;
  for (const code of await withOthersBetween(view, wanted)) {
    if (!inside.has(code)) goesOn = false;
    else if (goesOn) runs.at(-1)?.push(code);
    else {
      runs.push([code]);
      goesOn = true;
    }
  }
  return runs.map((run) => ({ lower: `${run[0]} `, upper: `${run.at(-1)} \u007f` }));
}

/** The communities and all those that were ever known from the first to the last of them, in order. */
async function withOthersBetween(view: RegisterView, wanted: readonly string[]): Promise<readonly string[]> {
  const divisions = viewRegister(view.context, view.asOf, 'DIVISIONS');
  if (wanted.length < 2 || divisions === null) return wanted;
  const range = { lower: wanted[0], upper: `${wanted.at(-1)}~` };
  const keys = await keysIn(rootOf(divisions, 'rows.open'), range, divisions.blocks('open'));
  return [...new Set([...wanted, ...keys.map(codeOfKey).filter(isCommunity)])].sort();
}
