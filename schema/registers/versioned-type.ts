import { builder } from '../builder.ts';
import type { AnyReleased } from '../privacy/release.ts';
import { globalId } from '../reading/global-id.ts';
import { madeOf, stored } from '../reading/row-field.ts';
import { Retirement, State } from '../scalars/enums.ts';
import { lifecyclePolicies } from './lifecycle.ts';
import { typeNameOf } from './type-name-of.ts';

/** Whatever has an id of its own in the whole schema. */
export const Node = builder.interfaceRef<AnyReleased>('Node').implement({
  description: 'A row of a register, found again by its id.',
  resolveType: typeNameOf,
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'The same for the code’s whole life, whatever its rows say.',
      resolve: globalId,
    }),
  }),
});

/** What every row of a register tells of its own life. */
export const Versioned = builder.interfaceRef<AnyReleased>('Versioned').implement({
  description: 'A row of a register: what was the case in a period, as it is known since a publication.',
  interfaces: [Node],
  resolveType: typeNameOf,
  fields: (t) => ({
    state: t.expose('state', { type: State, nullable: false, ...stored(lifecyclePolicies.state) }),
    validFrom: t.expose('validFrom', { type: 'Date', nullable: false, ...stored(lifecyclePolicies.validFrom) }),
    validTo: t.expose('validTo', { type: 'Date', ...stored(lifecyclePolicies.validTo) }),
    retirement: t.expose('retirement', { type: Retirement, ...stored(lifecyclePolicies.retirement) }),
    replaces: t.expose('replaces', { type: ['String'], nullable: false, ...stored(lifecyclePolicies.replaces) }),
    replacedBy: t.stringList({
      nullable: false,
      description: 'Codes that took the place of this one (split or merge).',
      extensions: madeOf({ reads: ['replaces'], provenance: 'replacedBy' }),
      resolve: (row) => row.replacedBy ?? [],
    }),
    knownFrom: t.expose('knownFrom', {
      type: 'DateTime',
      description: 'When the last part of this row that you may read became known.',
      extensions: madeOf({ reads: [], provenance: 'knownFrom' }),
    }),
    knownTo: t.expose('knownTo', {
      type: 'DateTime',
      description: 'When this belief was superseded; null while it stands. See `history`.',
      extensions: madeOf({ reads: [], provenance: 'knownTo' }),
    }),
  }),
});
