import type { Day } from '../../../schema/dates/day.ts';
import { shanghaiDay } from '../../../schema/dates/shanghai-day.ts';
import type { RegisterName } from '../../../schema/registers/register-name.ts';
import { type OptionWords, readOptions, readPublished, type SourceOptions } from '../source-options.ts';

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

/** What is published how, fixed when it starts. */
export interface UploadRequest<Register = RegisterName | 'CREDIT'> extends Upload {
  readonly register: Register;
  readonly name: string;
  readonly report: string;
  readonly options: SourceOptions & { readonly effective: Day };
}

/** A request that is published in parts. */
export type PartedUpload = UploadRequest<RegisterName>;

/** Reads the place of an upload; null for a key that is none, such as that of a folder. */
export function uploadPlace(key: string): UploadPlace | null {
  const [, register, name] = /^incoming\/([^/]+)\/(.+)$/s.exec(key) ?? [];
  return register === undefined || name === undefined || name.endsWith('/') ? null : { register, name };
}

/** Name of the report of an upload in the report bucket. */
export function uploadReport({ register, name }: UploadPlace): string {
  return `${register}/${name}.report.json`;
}

/** The request that an upload makes; its metadata stands for the options. Throws an error that says what is wrong with either. */
export function readUpload(upload: Upload, place: UploadPlace, metadata: OptionWords): UploadRequest {
  const register = readPublished(place.register);
  const options = readOptions(metadata);
  const effective = options.effective ?? shanghaiDay(upload.startedAt);
  return { ...upload, register, name: place.name, report: uploadReport(place), options: { ...options, effective } };
}
