import { builder } from '../../builder.ts';
import type { Context } from '../../context.ts';
import { findRow } from '../../reading/find-row.ts';
import { readChosen } from '../../reading/read-rows.ts';
import { viewRegister } from '../../reading/register-view.ts';
import { Entity } from '../entities/type.ts';
import { CreditReport } from './report-type.ts';

builder.objectField(CreditReport, 'entity', (t) =>
  t.field({
    type: Entity,
    description:
      'The organisation as the register of entities has it, as far as you may read it; null for one that it lacks.',
    resolve: ({ subject }, _, context, info) => findRow('ENTITIES', { code: subject }, context, info),
  }),
);

/** Which codes the register of entities knows; that a code is known is open of every entity, sole traders too. */
export async function knownEntities(codes: readonly string[], context: Context): Promise<ReadonlySet<string>> {
  const view = viewRegister(context, { edition: context.edition, day: context.today, strict: false }, 'ENTITIES');
  if (view === null || codes.length === 0) return new Set();
  const entries = await readChosen(view, codes);
  return new Set(codes.filter((_, place) => entries[place] != null));
}
