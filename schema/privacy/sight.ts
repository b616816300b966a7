import type { RegisterEdition } from '../ports.ts';
import type { Part } from '../publication/class-rows.ts';
import type { Register } from '../registers/register.ts';
import { accessOf } from './access.ts';
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

type Layout = RegisterEdition['layout'];
type Hides = (record: AlwaysOpen) => boolean;
const always: Hides = () => true;
const known = new WeakMap<Register, WeakMap<Layout, Map<Tier, Sight>>>();

/** The sight of `tier` of parts that are laid out as `layout`. */
export function sightOf(register: Register, layout: Layout, tier: Tier): Sight {
  const byLayout = known.get(register) ?? new WeakMap<Layout, Map<Tier, Sight>>();
  known.set(register, byLayout);
  const byTier = byLayout.get(layout) ?? new Map<Tier, Sight>();
  byLayout.set(layout, byTier);
  const sight = byTier.get(tier) ?? decide(register, layout, tier);
  byTier.set(tier, sight);
  return sight;
}

function decide(register: Register, layout: Layout, tier: Tier): Sight {
  const rules = new Map<FieldClass, readonly (Hides | null)[]>();
  for (const [of, fields] of Object.entries(layout) as [FieldClass, readonly string[]][]) {
    const hidden = fields.map((field) => hidingOf(register, layout, { field, tier }));
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

/** For which records a field of the layout is hidden; null where its trees hold nothing that the viewer may not read. */
function hidingOf(
  register: Register,
  layout: Layout,
  { field, tier }: { readonly field: string; readonly tier: Tier },
): Hides | null {
  const policy = register.policies[field];
  const readable = accessOf(register, layout, tier).readable.get(field);
  if (policy === undefined || readable === undefined) return always;
  const { closedFor } = readable;
  if (closedFor === null) return null;
  // Laid out by today's classes, a part has null in place of a field that is stricter for its record.
  const today = possibleClasses(policy);
  const built = (Object.keys(layout) as FieldClass[]).filter((of) => layout[of]?.includes(field));
  if (built.length === today.length && built.every((of) => today.includes(of))) return null;
  return (record) => closedFor(record) !== null;
}
