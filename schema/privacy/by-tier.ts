import type { Register } from '../registers/register.ts';
import type { Tier } from './tier.ts';

/**
 * What `decide` decides of a register as an edition lays it out, for a tier: remembered for as long as the edition is, by the object
 * that tells of it.
 */
export function byTier<Laid extends object, Decided>(
  decide: (register: Register, laid: Laid, tier: Tier) => Decided,
): (register: Register, laid: Laid, tier: Tier) => Decided {
  const known = new WeakMap<Register, WeakMap<Laid, Map<Tier, Decided>>>();
  return (register, laid, tier) => {
    const ofRegister = known.get(register) ?? new WeakMap<Laid, Map<Tier, Decided>>();
    known.set(register, ofRegister);
    const ofEdition = ofRegister.get(laid) ?? new Map<Tier, Decided>();
    ofRegister.set(laid, ofEdition);
    const decided = ofEdition.get(tier) ?? decide(register, laid, tier);
    ofEdition.set(tier, decided);
    return decided;
  };
}
