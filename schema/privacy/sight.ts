import type { RegisterEdition } from '../ports.ts';
import type { Part } from '../publication/class-rows.ts';
import type { Register } from '../registers/register.ts';
import { accessOf } from './access.ts';
import { byTier } from './by-tier.ts';
import { liesByTodaysRules } from './exceptions.ts';
import type { FieldClass } from './field-class.ts';
import { type AlwaysOpen, possibleClasses } from './record-class.ts';
import type { Tier } from './tier.ts';

/**
 * What a viewer sees of the parts of rows that a class tree of one edition holds. A tree that was built under an older policy may
 * hold fields that are closed by now: what differs in them alone must not count as a difference.
 */
export interface Sight {
  /** True when parts of the class may hold values that the viewer may not read. */
  hides(fieldClass: FieldClass): boolean;
  /** The part, with null in place of what the viewer may not read. */
  seen(fieldClass: FieldClass, record: AlwaysOpen, part: Part): Part;
}

/** How the rows of a register lie in an edition. */
type Laid = Pick<RegisterEdition, 'layout' | 'exceptions'>;
type Hides = (record: AlwaysOpen) => boolean;
const always: Hides = () => true;

/** The sight of `tier` of parts that lie as an edition says. */
export const sightOf: (register: Register, laid: Laid, tier: Tier) => Sight = byTier(decide);

function decide(register: Register, laid: Laid, tier: Tier): Sight {
  const rules = new Map<FieldClass, readonly (Hides | null)[]>();
  for (const [of, fields] of Object.entries(laid.layout) as [FieldClass, readonly string[]][]) {
    const hidden = fields.map((field) => hidingOf(register, laid, { field, tier }));
    if (hidden.some((rule) => rule !== null)) rules.set(of, hidden);
  }
  return {
    hides: (fieldClass) => rules.has(fieldClass),
    seen(fieldClass, record, part) {
      const hidden = rules.get(fieldClass);
      if (hidden === undefined) return part;
      const [knownFrom, ...fields] = part;
      return [knownFrom, ...fields.map((value, place) => (hidden[place]?.(record) === true ? null : value))];
    },
  };
}

/** For which records a field is hidden; null where its trees hold nothing that the viewer may not read. */
function hidingOf(
  register: Register,
  laid: Laid,
  { field, tier }: { readonly field: string; readonly tier: Tier },
): Hides | null {
  const { layout } = laid;
  const policy = register.policies[field];
  const readable = accessOf(register, layout, tier).readable.get(field);
  if (policy === undefined || readable === undefined) return always;
  const { closedFor } = readable;
  if (closedFor === null) return null;
  // Laid out by today's classes, a part has null in place of a field that is stricter for its record.
  const today = possibleClasses(policy);
  const built = (Object.keys(layout) as FieldClass[]).filter((of) => layout[of]?.includes(field));
  if (liesByTodaysRules(register, laid) && built.length === today.length && built.every((of) => today.includes(of)))
    return null;
  return (record) => closedFor(record) !== null;
}
