import type { Context } from '../../context.ts';

/** Whether a register of organisations knows the code, as the viewer may see it. */
export async function isKnownEntity(_subject: string, _context: Context): Promise<boolean> {
  return false;
}
