import { isSoleTrader } from '../../codes/credit-code.ts';
import type { StricterFor } from '../../privacy/record-class.ts';
import type { FieldPolicies } from '../field.ts';
import { type Lifecycle, lifecyclePolicies } from '../lifecycle.ts';

/** What an entity may do: go on, not for the time being, or no more. A dissolved one stays in the register. */
export const entityStatuses = ['ACTIVE', 'SUSPENDED', 'DISSOLVED'] as const;

/** One organisation, or one sole trader: who is registered under a unified social credit code. */
export type EntityRecord = Lifecycle & {
  code: string; // codes/credit-code.ts
  name: string | null;
  status: (typeof entityStatuses)[number];
  registeredOn: string | null;
  dissolvedOn: string | null;
  industry: string | null; // codes/industry-code.ts
  industrySection: string | null;
  capital: number | null; // 10,000 CNY
  representative: string | null;
  address: string | null;
  house: string | null;
  grid: string | null;
  community: string | null;
};

/** Individual businesses are natural persons under a trade name (PIPL art. 4): who reads of them needs an agreement. */
const soleTraders: StricterFor = {
  class: 'enterprise',
  records: 'sole traders (codes that begin with 92)',
  applies: ({ code }) => isSoleTrader(code),
};

/** Total: a field without a class does not compile. */
export const entityPolicies = {
  code: { class: 'open', description: 'Unified social credit code of 18 characters (GB 32100).' },
  name: { class: 'open', stricter: soleTraders, description: 'Registered name.' },
  status: { class: 'open', description: 'ACTIVE, SUSPENDED or DISSOLVED; a dissolved entity stays in the register.' },
  registeredOn: { class: 'open', stricter: soleTraders, description: 'When it was first registered.' },
  dissolvedOn: { class: 'open', stricter: soleTraders, description: 'When it was dissolved.' },
  industry: {
    class: 'open',
    stricter: soleTraders,
    description: 'Industry by GB/T 4754, as its source writes it.',
    instead: 'industrySection',
  },
  industrySection: { class: 'open', description: 'Section of the industry, A to T, made at publication.' },
  capital: { class: 'enterprise', description: 'Registered capital in units of 10,000 CNY.' },
  representative: {
    class: 'enterprise',
    description: 'Legal representative, or the owner of a sole trader’s business.',
  },
  address: { class: 'open', stricter: soleTraders, description: 'Address as registered.', instead: 'community' },
  house: { class: 'open', stricter: soleTraders, description: 'The house it is registered in.', instead: 'community' },
  grid: { class: 'open', stricter: soleTraders, description: 'The basic grid it belongs to.', instead: 'community' },
  community: {
    class: 'open',
    description: 'The community of its grid, else of its house’s building, made at publication.',
  },
  ...lifecyclePolicies,
} as const satisfies FieldPolicies<EntityRecord>;
