import type { FieldClass } from '../../schema/privacy/field-class.ts';
import { mayRead, tierOfClass } from '../../schema/privacy/field-class.ts';
import type { Tier } from '../../schema/privacy/tier.ts';

/**
 * What a viewer of `tier` reads blocks through: `sources` by field class, of which those above the tier throw. To ask for one is a fault
 * in the program, never a caller's, and must be loud.
 */
export function blocksForTier<Source>(
  tier: Tier,
  sources: Readonly<Record<FieldClass, Source>>,
): (fieldClass: FieldClass) => Source {
  return (fieldClass) => {
    if (mayRead(tier, fieldClass)) return sources[fieldClass];
    throw new Error(`Cannot read blocks of class "${fieldClass}": tier must be ${tierOfClass[fieldClass]}, is ${tier}`);
  };
}
