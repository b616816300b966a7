import { builder } from '../builder.ts';
import { refusal } from '../codes/parsed.ts';
import { parsePartialDate } from '../dates/partial-date.ts';
import { inputError } from './input-error.ts';

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

builder.scalarType('Date', {
  description:
    'A calendar date as exactly as it is known: `2018`, `2018-05` or `2018-05-03`. Counts from its first day.',
  serialize: (date) => date,
  parseValue: (input) => {
    const text = String(input);
    const parsed = parsePartialDate(text);
    if (!parsed.ok) throw inputError('BAD_DATE', refusal('date', text, parsed));
    if (parsed.value === null) throw inputError('BAD_DATE', `Cannot parse date "${text}": year must be known`);
    return parsed.value;
  },
});

builder.scalarType('DateTime', {
  description: 'An instant (RFC 3339), such as `2026-01-31T08:00:00Z`; the offset from UTC is required.',
  serialize: (instant) => instant,
  parseValue: (input) => {
    const milliseconds = typeof input === 'string' && instant.test(input) ? Date.parse(input) : Number.NaN;
    if (!Number.isNaN(milliseconds)) return new Date(milliseconds).toISOString();
    const wanted = 'must be an instant with its offset, such as 2026-01-31T08:00:00Z';
    throw inputError('BAD_DATE', `Cannot parse instant ${JSON.stringify(input)}: ${wanted}`);
  },
});
