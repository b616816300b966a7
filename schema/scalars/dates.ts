import { builder } from '../builder.ts';
import { refusal, refuse } from '../codes/parsed.ts';
import { parseDay } from '../dates/day.ts';
import { parsePartialDate } from '../dates/partial-date.ts';
import { visibleError } from '../errors.ts';
import { kindOf } from './kind-of.ts';

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;
const wanted = 'must be an instant with its offset, such as 2026-01-31T08:00:00Z';

builder.scalarType('Date', {
  description:
    'A calendar date as exactly as it is known: `2018`, `2018-05` or `2018-05-03`. Counts from its first day.',
  serialize: (date) => date,
  parseValue: (input) => {
    if (typeof input !== 'string' && typeof input !== 'number')
      throw visibleError('BAD_DATE', `Cannot parse date: must be a string, is ${kindOf(input)}`);
    const text = String(input);
    const parsed = parsePartialDate(text);
    if (!parsed.ok) throw visibleError('BAD_DATE', refusal('date', text, parsed));
    if (parsed.value === null) throw visibleError('BAD_DATE', `Cannot parse date "${text}": year must be known`);
    return parsed.value;
  },
});

builder.scalarType('DateTime', {
  description: 'An instant (RFC 3339), such as `2026-01-31T08:00:00Z`; the offset from UTC is required.',
  serialize: (instant) => instant,
  parseValue: (input) => {
    if (typeof input !== 'string')
      throw visibleError('BAD_DATE', `Cannot parse instant: ${wanted}, is ${kindOf(input)}`);
    const day = parseDay(input.slice(0, 10));
    if (!instant.test(input)) throw visibleError('BAD_DATE', refusal('instant', input, refuse(wanted, 0)));
    if (!day.ok) throw visibleError('BAD_DATE', refusal('instant', input, day)); // Date.parse takes 30 February for 2 March
    const milliseconds = Date.parse(input);
    if (Number.isNaN(milliseconds)) throw visibleError('BAD_DATE', refusal('instant', input, refuse(wanted, 0)));
    return new Date(milliseconds).toISOString();
  },
});
