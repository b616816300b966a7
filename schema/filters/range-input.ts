import { builder } from '../builder.ts';

/** A range of numbers. */
export const FloatRangeInput = builder.inputType('FloatRangeInput', {
  description: 'Numbers from `min` to `max`, both included; without one of them open on that side.',
  fields: (t) => ({
    min: t.float({ description: 'Least value.' }),
    max: t.float({ description: 'Greatest value.' }),
  }),
});
