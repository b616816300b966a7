import { parseDivisionCode } from '../../../schema/codes/division-code.ts';
import type { Day } from '../../../schema/dates/day.ts';
import { firstDay, parsePartialDate } from '../../../schema/dates/partial-date.ts';
import { shanghaiDay } from '../../../schema/dates/shanghai-day.ts';
import type { Finding } from '../../../schema/publication/finding.ts';
import { type RegisterName, registerNames } from '../../../schema/registers/register-name.ts';
import { sourceOf } from '../../../schema/registers/sources.ts';
import { type PublishRequest, publishDefaults } from '../publish-request.ts';

/** An object that arrived, and when its publication started. */
export interface Upload {
  /** One for each publication, however often its steps are tried. */
  readonly id: string;
  readonly key: string;
  /** Null where the bucket keeps no versions. */
  readonly version: string | null;
  /** Milliseconds since 1970: all days and times of the publication follow from it. */
  readonly startedAt: number;
}

/** Where an upload lies: `incoming/<register>/<name>`. */
export interface UploadPlace {
  readonly register: string;
  readonly name: string;
}

/** The options of `npm run publish` that metadata of the same names stand for. */
export type UploadOptions = Pick<
  PublishRequest,
  'district' | 'effective' | 'strict' | 'ignoreUnknown' | 'allowRetirements' | 'maxRejected'
>;

/** What is published how, fixed when it starts. */
export interface UploadRequest extends Upload {
  readonly register: RegisterName;
  readonly name: string;
  readonly report: string;
  readonly options: UploadOptions;
}

/** Reads the place of an upload; null for a key that is none, such as that of a folder. */
export function uploadPlace(key: string): UploadPlace | null {
  const [, register, name] = /^incoming\/([^/]+)\/(.+)$/s.exec(key) ?? [];
  return register === undefined || name === undefined || name.endsWith('/') ? null : { register, name };
}

/** Name of the report of an upload in the report bucket. */
export function uploadReport({ register, name }: UploadPlace): string {
  return `${register}/${name}.report.json`;
}

/** The request that an upload makes, or why it is refused. */
export function readUpload(
  upload: Upload,
  place: UploadPlace,
  metadata: { readonly [name: string]: string },
): UploadRequest | Finding {
  const register = registerNames.find((name) => name.toLowerCase() === place.register && sourceOf[name] !== undefined);
  if (register === undefined) {
    const wanted = registerNames
      .filter((name) => sourceOf[name] !== undefined)
      .join(', ')
      .toLowerCase();
    return refusal('register', `Cannot publish register "${place.register}": must be one of ${wanted}`);
  }
  const district = metadata.district || null;
  const parsed = district === null ? null : parseDivisionCode(district);
  if (parsed !== null && !(parsed.ok && district?.length === 6))
    return refusal('district', `Cannot read district "${district}": must be a division code of 6 digits`);
  const effective = metadata.effective ? dayIn(metadata.effective) : shanghaiDay(upload.startedAt);
  if (typeof effective !== 'number')
    return refusal('effective', `Cannot read effective date "${metadata.effective}": ${effective}`);
  const maxRejected = Number(metadata['max-rejected'] || publishDefaults.maxRejected);
  if (!(maxRejected >= 0 && maxRejected <= 1))
    return refusal('max-rejected', `Cannot read share "${metadata['max-rejected']}": must be a number from 0 to 1`);
  const flag = (name: string) => metadata[name] === 'true';
  const options = {
    ...{ district, effective, maxRejected, strict: flag('strict') },
    ...{ ignoreUnknown: flag('ignore-unknown'), allowRetirements: flag('allow-retirements') },
  };
  return { ...upload, register, name: place.name, report: uploadReport(place), options };
}

function dayIn(text: string): Day | string {
  const parsed = parsePartialDate(text);
  if (!parsed.ok) return parsed.reason;
  return parsed.value === null ? 'must have a year' : firstDay(parsed.value);
}

function refusal(column: string, message: string): Finding {
  return { level: 'error', reason: 'BAD_VALUE', column, message };
}
