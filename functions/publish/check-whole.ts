import type { Finding } from '../../schema/publication/finding.ts';
import { layoutOf } from '../../schema/registers/register.ts';
import type { MergedRegister } from './merge-register.ts';
import { partitionFindings } from './partition-findings.ts';
import type { PublicationState } from './publication-state.ts';
import { stillReferenced } from './still-referenced.ts';

/** What can be said only of all rows together: who still points at what was retired, and whether grids tile their city. */
export async function checkWhole(
  state: PublicationState,
  { trees, retirements }: MergedRegister,
  level: Finding['level'],
): Promise<readonly Finding[]> {
  const { register, base, effective, source } = state;
  const blocks = state.store.blocks;
  const referenced = await stillReferenced({ register: register.name, retirements, base, trees, blocks, effective });
  if (source.geometry !== 'required') return referenced;
  const fields = layoutOf(register).open ?? [];
  const root = trees['rows.open'] ?? null;
  const partition = await partitionFindings({ root, fields, blocks: blocks('open'), day: effective, level });
  return [...referenced, ...partition];
}
