import { builder } from '../builder.ts';
import { pageArguments } from '../connections/arguments.ts';
import { connectionOf } from '../connections/connection.ts';
import { emptyPage } from '../connections/page.ts';
import { visibleError } from '../errors.ts';
import { readChanges } from '../reading/changes.ts';
import type { Change } from '../reading/describe-changes.ts';
import { ChangeKind, Register } from '../scalars/enums.ts';
import { registerNames } from './register-name.ts';
import { RegisterRow } from './row-type.ts';

const ChangeType = builder.objectRef<Change>('Change');

ChangeType.implement({
  description: 'What a publication did to one code, in what you may read.',
  fields: (t) => ({
    seq: t.exposeInt('seq', { nullable: false, description: 'Number of the publication, shared by all its changes.' }),
    at: t.expose('at', { type: 'DateTime', nullable: false, description: 'When it became visible.' }),
    kind: t.expose('kind', { type: ChangeKind, nullable: false, description: 'What was done to the code.' }),
    key: t.exposeString('key', { nullable: false, description: 'The code.' }),
    fields: t.exposeStringList('fields', {
      nullable: false,
      description: 'Stored fields in which `before` and `after` differ; at most all that the type has.',
    }),
    before: t.field({
      type: RegisterRow,
      description: 'The row that was replaced; null for a new code.',
      resolve: (change) => change.before,
    }),
    after: t.field({
      type: RegisterRow,
      description: 'The last row that changed, as it stands now; null where nothing of it is left.',
      resolve: (change) => change.after,
    }),
  }),
});

/** Pages of the feed. */
export const ChangeConnection = connectionOf(ChangeType, 'Change');

builder.queryField('changes', (t) =>
  t.field({
    type: ChangeConnection,
    description: 'The changes of a register, replayable for ever: by publication, then by code.',
    args: {
      register: t.arg({ type: Register, required: true, description: 'The register; not CREDIT.' }),
      since: t.arg.int({ required: true, description: 'The last publication that you know; 0 for all.' }),
      within: t.arg({
        type: 'DivisionCode',
        description: 'Only what lay in this division before or lies there after.',
      }),
      ...pageArguments,
    },
    resolve: (_, { register, since, within = null, ...page }, context, info) => {
      if (register === 'CREDIT')
        throw visibleError('BAD_ARGUMENT', 'Cannot read changes of CREDIT: it has no open feed', 'register');
      if (since < 0)
        throw visibleError('BAD_ARGUMENT', `Cannot read changes since ${since}: must be 0 or more`, 'since');
      const name = registerNames.find((known) => known === register);
      return name === undefined ? emptyPage : readChanges({ register: name, since, within }, page, context, info);
    },
  }),
);
