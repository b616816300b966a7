import { checkOpenings, type LeafOpenings } from '../../schema/evidence/leaf-openings.ts';

/** Of a receipt what its openings are held against. */
export interface ShownReceipt {
  readonly id: string;
  readonly leafHash: string;
  readonly openings: LeafOpenings | null;
}

/** What openings show, by name, after they were held against the leaf. */
export function shownBy({ openings, leafHash }: ShownReceipt): { readonly [name: string]: unknown } {
  const checked = checkOpenings(openings, leafHash);
  if (!checked.ok) throw new Error(checked.reason);
  return Object.fromEntries(checked.value.map(({ field, value }) => [field, JSON.parse(value ?? '')]));
}
