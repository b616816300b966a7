import { parseDivisionCode } from '../../schema/codes/division-code.ts';
import type { Day } from '../../schema/dates/day.ts';
import { firstDay, parsePartialDate } from '../../schema/dates/partial-date.ts';
import { type RegisterName, registerNames } from '../../schema/registers/register-name.ts';
import { type PublishRequest, publishDefaults } from './publish-request.ts';

/** How a source is to be taken, in words: options of the command, and metadata of an uploaded object, under the same names. */
export interface OptionWords {
  readonly district?: string | undefined;
  readonly effective?: string | undefined;
  /** Largest share of rejected rows. */
  readonly 'max-rejected'?: string | undefined;
  /** Flags: `true`; anything else is an error. */
  readonly 'dry-run'?: string | undefined;
  readonly strict?: string | undefined;
  readonly 'ignore-unknown'?: string | undefined;
  readonly 'allow-retirements'?: string | undefined;
}

/** The same, understood. */
export interface SourceOptions
  extends Pick<
    PublishRequest,
    'district' | 'dryRun' | 'strict' | 'ignoreUnknown' | 'allowRetirements' | 'maxRejected'
  > {
  /** null: today. */
  readonly effective: Day | null;
}

/** Understands the words; throws an error that names the wrong one and its right form. */
export function readOptions(words: OptionWords): SourceOptions {
  const flag = (name: keyof OptionWords) => flagNamed(name, words[name]);
  return {
    district: districtNamed(words.district),
    effective: dayNamed(words.effective),
    maxRejected: shareNamed(words['max-rejected']),
    dryRun: flag('dry-run'),
    strict: flag('strict'),
    ignoreUnknown: flag('ignore-unknown'),
    allowRetirements: flag('allow-retirements'),
  };
}

/** The register of that name, in any case; throws an error that lists all. */
export function readRegister(text: string | undefined): RegisterName {
  const found = registerNames.find((name) => name === text?.toUpperCase());
  if (found !== undefined) return found;
  throw new Error(`Cannot publish register "${text ?? ''}": must be one of ${registerNames.join(', ').toLowerCase()}`);
}

/** The same for all that can be published: statements of credit have a publication of their own. */
export function readPublished(text: string | undefined): RegisterName | 'CREDIT' {
  if (text?.toUpperCase() === 'CREDIT') return 'CREDIT';
  const found = registerNames.find((name) => name === text?.toUpperCase());
  if (found !== undefined) return found;
  const known = [...registerNames, 'CREDIT'].join(', ').toLowerCase();
  throw new Error(`Cannot publish register "${text ?? ''}": must be one of ${known}`);
}

function districtNamed(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (text.length === 6 && parseDivisionCode(text).ok) return text;
  throw new Error(`Cannot read district "${text}": must be a division code of 6 digits`);
}

function dayNamed(text: string | undefined): Day | null {
  if (text === undefined) return null;
  const parsed = parsePartialDate(text);
  if (parsed.ok && parsed.value !== null) return firstDay(parsed.value);
  throw new Error(`Cannot read date "${text}": ${parsed.ok ? 'must have a year' : parsed.reason}`);
}

function shareNamed(text: string | undefined): number {
  if (text === undefined) return publishDefaults.maxRejected;
  const share = Number(text);
  if (/^[\d.]/.test(text) && share >= 0 && share <= 1) return share;
  throw new Error(`Cannot read share "${text}": must be a number from 0 to 1`);
}

function flagNamed(name: string, text: string | undefined): boolean {
  if (text === undefined || text === 'true') return text === 'true';
  throw new Error(`Cannot read ${name} "${text}": must be "true" or absent`);
}
