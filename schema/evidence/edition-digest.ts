import { hash } from 'node:crypto';
import type { Edition } from '../ports.ts';

/**
 * One hash (base64) for all that an edition names: SHA-256 over a JSON list of [register, tree, name of its root block or null], sorted.
 * Whoever has the edition's trees can compute it.
 */
export function editionDigest(edition: Pick<Edition, 'registers'>): string {
  const roots = Object.entries(edition.registers).flatMap(([register, { trees }]) =>
    Object.entries(trees).map(([tree, root]) => [register, tree, root?.hash ?? null] as const),
  );
  roots.sort((one, other) => (`${one[0]} ${one[1]}` < `${other[0]} ${other[1]}` ? -1 : 1));
  return hash('sha256', JSON.stringify(roots), 'base64');
}
