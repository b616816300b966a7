import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { optionsNpmTook } from './options-npm-took.ts';
import { type VariableName, variableLines } from './variables.ts';

/** What a command is: how it is typed, and what it goes by. */
export interface CommandForm<O extends ParseArgsOptionsConfig> {
  /** Behind `npm run`: `publish`. */
  readonly name: string;
  /** Shown beside mistakes in the words, and by `--help`. */
  readonly usage: string;
  /** Variables of the environment that it reads; `--help` tells what they mean. */
  readonly reads: readonly VariableName[];
  readonly options: O;
  /** Whether words that belong to no option mean anything. */
  readonly takesWords?: boolean;
}

/** The words that were typed, understood. */
export type Typed<O extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ options: O; allowPositionals: true }>
>;

/** An error of whoever typed the command: exit status 2. */
export interface CallersError extends Error {
  readonly showsUsage: boolean;
}

/** A mistake in the words themselves: told with the right usage. */
export function usageError(message: string): CallersError {
  return Object.assign(new Error(message), { showsUsage: true });
}

/** A mistake that no usage would explain, as in a file that was named or in the environment: told in one line. */
export function inputError(message: string): CallersError {
  return Object.assign(new Error(message), { showsUsage: false });
}

/**
 * Runs a command with what was typed behind its name and sets the exit status: what it answers; 2 for wrong usage or a
 * wrong environment; 1 for a failure, told in one line. `--help` and `-h` are answered here.
 */
export async function runCommand<O extends ParseArgsOptionsConfig>(
  form: CommandForm<O>,
  command: (typed: Typed<O>) => Promise<number>,
): Promise<void> {
  process.stdout.on('error', passOverClosedPipe);
  const words = process.argv.slice(2);
  try {
    process.exitCode = asksForHelp(words) ? help(form) : await command(typedIn(words, form));
  } catch (error) {
    const callers = callersError(error);
    const usage = callers?.showsUsage === true ? `\n${form.usage}\n` : '';
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    process.exitCode = callers === null ? 1 : 2;
  }
}

function typedIn<O extends ParseArgsOptionsConfig>(words: readonly string[], form: CommandForm<O>): Typed<O> {
  const { name, options, takesWords = false } = form;
  const took = optionsNpmTook({ name, options: Object.keys(options) }, words, process.env);
  if (took.length > 0) {
    const [itsOwn, what] = took.length === 1 ? ['an option', 'it'] : ['options', 'them'];
    throw usageError(`npm took ${took.join(', ')} for ${itsOwn} of its own: type "--" before ${what}`);
  }
  return parseArgs({ args: [...words], options, allowPositionals: takesWords }) as Typed<O>;
}

function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return words.slice(0, end < 0 ? words.length : end).some((word) => word === '--help' || word === '-h');
}

function help<O extends ParseArgsOptionsConfig>({ usage, reads }: CommandForm<O>): number {
  const environment = reads.length === 0 ? [] : ['', 'Environment:', ...variableLines(reads)];
  process.stdout.write(`${[usage, ...environment].join('\n')}\n`);
  return 0;
}

/** Whoever reads only the beginning (`| head`) has seen enough; the command goes on to its end. */
function passOverClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

function callersError(error: unknown): Pick<CallersError, 'showsUsage'> | null {
  if (!(error instanceof Error)) return null;
  if ('showsUsage' in error) return { showsUsage: error.showsUsage === true };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code.startsWith('ERR_PARSE_ARGS')) return { showsUsage: true };
  return error.message.startsWith('Cannot read BASEGRID_') ? { showsUsage: false } : null;
}
