import { parseArgs } from 'node:util';
import type { RegisterName } from '../../schema/registers/register-name.ts';
import { readOptions, readRegister, type SourceOptions } from '../publish/source-options.ts';
import { usageError } from './run-command.ts';

/** What was typed behind `npm run publish --`. */
export interface PublishWords {
  readonly file: string;
  readonly json: boolean;
  /** null: the store of this machine. */
  readonly deployment: string | null;
  readonly register: RegisterName;
  readonly options: SourceOptions;
  /** The options as they were typed, for whoever takes the file elsewhere. */
  readonly typed: Readonly<Record<string, string>>;
}

/** Understands the words; throws a usage error. */
export function readPublishWords(words: readonly string[]): PublishWords {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      register: { type: 'string' },
      deployment: { type: 'string' },
      district: { type: 'string' },
      effective: { type: 'string' },
      'max-rejected': { type: 'string' },
      'dry-run': { type: 'boolean' },
      strict: { type: 'boolean' },
      'ignore-unknown': { type: 'boolean' },
      'allow-retirements': { type: 'boolean' },
      json: { type: 'boolean', default: false },
    },
  });
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0)
    throw usageError(`Cannot publish ${positionals.length} files: must be one`);
  const { register, deployment, json, ...rest } = values;
  const typed = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)]));
  return {
    ...{ file, json, typed },
    deployment: deployment ?? null,
    ...orUsage(() => ({ register: readRegister(register), options: readOptions(typed) })),
  };
}

function orUsage<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw usageError(error instanceof Error ? error.message : String(error));
  }
}
