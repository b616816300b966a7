import type { RegisterName } from '../../schema/registers/register-name.ts';
import type { Deployment } from '../platform/stack-names.ts';
import { readOptions, readPublished, type SourceOptions } from '../publish/source-options.ts';
import { deploymentNamed } from './deployment-named.ts';
import { type Typed, usageError } from './run-command.ts';

/** What was typed behind `npm run publish --`. */
export interface PublishWords {
  readonly file: string;
  readonly json: boolean;
  /** null: the store of this machine. */
  readonly deployment: Deployment | null;
  /** CREDIT has a way of its own into the store. */
  readonly register: RegisterName | 'CREDIT';
  readonly options: SourceOptions;
  /** The options as they were typed, for whoever takes the file elsewhere. */
  readonly typed: Readonly<Record<string, string>>;
}

/** Options of `npm run publish`. */
export const publishOptions = {
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
} as const;

/** Understands the words; throws a usage error. */
export function readPublishWords({ values, positionals }: Typed<typeof publishOptions>): PublishWords {
  const [file, ...others] = positionals;
  const { register, deployment, json, ...rest } = values;
  if (register === undefined) throw usageError('Cannot publish: --register must name a register, is missing');
  if (file === undefined) throw usageError('Cannot publish: a file must be named, is not');
  if (others.length > 0) throw usageError(`Cannot publish ${positionals.length} files at once: must be one`);
  const typed = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)]));
  if (register?.toUpperCase() === 'CREDIT') refuseScope(typed);
  return {
    ...{ file, json, typed },
    deployment: deployment === undefined ? null : deploymentNamed(deployment),
    ...orUsage(() => ({ register: readPublished(register), options: readOptions(typed) })),
  };
}

/** Statements lie in no district, and speak from the dates in them. */
function refuseScope(typed: Readonly<Record<string, string>>): void {
  const option = ['district', 'effective', 'strict'].find((name) => name in typed);
  if (option !== undefined)
    throw usageError(`Cannot publish register "credit" with --${option}: it has no such option`);
}

function orUsage<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw usageError(error instanceof Error ? error.message : String(error));
  }
}
