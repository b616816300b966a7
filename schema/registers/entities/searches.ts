import { type IndustryCode, industryDigits, industrySection, parseIndustryCode } from '../../codes/industry-code.ts';
import { refusal } from '../../codes/parsed.ts';
import { visibleError } from '../../errors.ts';
import { type Condition, fieldCondition } from '../../filters/condition.ts';
import type { Search } from '../../reading/list-query.ts';
import { startingWith } from '../../tree/key-range.ts';
import { namesFrom, normalBeginning, normalName, normalPart, wordsWith } from './name-key.ts';

/** Searches, and tests of what no order finds. */
export interface Searches {
  readonly searches: readonly Search[];
  readonly conditions: readonly Condition[];
}

/** Names that begin with a text. */
export function searchBeginning(text: string | null | undefined): Searches {
  if (text === null || text === undefined) return nothing;
  const wanted = searchable(normalBeginning(text), text, 'name');
  const condition = ofName('name', (name) => name.startsWith(wanted));
  const { range, exact } = namesFrom(wanted);
  return { searches: [{ tree: 'order.name', ranges: [range], narrow: true, exact, condition }], conditions: [] };
}

/** Names that contain a text. */
export function searchWords(text: string | null | undefined): Searches {
  if (text === null || text === undefined) return nothing;
  const wanted = searchable(normalPart(text), text, 'nameContains');
  const condition = ofName('nameContains', (name) => name.includes(wanted));
  const found = wordsWith(wanted);
  if (found === null) return { searches: [], conditions: [condition] };
  return { searches: [{ tree: 'order.words', ...found, narrow: true, condition }], conditions: [] };
}

/** Industries of a section, or whose digits begin with those of a code. */
export function searchIndustry(text: string | null | undefined): Searches {
  if (text === null || text === undefined) return nothing;
  const parsed = parseIndustryCode(text);
  if (!parsed.ok) throw visibleError('BAD_CODE', refusal('industry code', text, parsed), 'filter.industry');
  const digits = industryDigits(parsed.value);
  if (digits === '')
    return found('industrySection', `${industrySection(parsed.value)} `, (section) => section === text);
  return found('industry', digits, (code) => industryDigits(code as IndustryCode).startsWith(digits));
}

const nothing: Searches = { searches: [], conditions: [] };

/** What stands under the keys that begin with `prefix` in the order by one field. */
function found(field: string, prefix: string, holds: (stored: string) => boolean): Searches {
  const tested = fieldCondition(field, (stored) => typeof stored === 'string' && holds(stored));
  const condition = { ...tested, argument: 'filter.industry' };
  const search = { tree: `order.${field}`, ranges: [startingWith(prefix)], narrow: false, exact: true, condition };
  return { searches: [search], conditions: [] };
}

function searchable(normal: string, text: string, argument: string): string {
  if (normal !== '') return normal;
  const shown = JSON.stringify(text.slice(0, 60));
  const message = `Cannot search names for ${shown}: must hold a letter or a digit`;
  throw visibleError('BAD_ARGUMENT', message, `filter.${argument}`);
}

function ofName(argument: string, holds: (normal: string) => boolean): Condition {
  const tested = fieldCondition('name', (stored) => typeof stored === 'string' && holds(normalName(stored)));
  return { ...tested, argument: `filter.${argument}` };
}
