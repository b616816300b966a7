import { builder } from '../builder.ts';

/** Arguments of a field that answers by time. */
export const timeArguments = builder.args((t) => ({
  validAt: t.field({
    type: 'Date',
    description:
      'The day to answer for. Without it: today in Asia/Shanghai; by code else the latest row, else the first planned one.',
  }),
  knownAt: t.field({
    type: 'DateTime',
    description: 'Answer with what was published by then; before the first publication nothing is found.',
  }),
}));

/** Arguments of a paged field. */
export const pageArguments = builder.args((t) => ({
  first: t.int({ defaultValue: 20, description: 'Rows of the page, 1 to 1,000.' }),
  after: t.string({ description: 'Cursor to go on behind; the list stays in the edition that it began with.' }),
}));
