/** An error of whoever typed the command: told with the right usage, exit status 2. */
export interface UsageError extends Error {
  readonly usage: true;
}

/** Makes a usage error. */
export function usageError(message: string): UsageError {
  return Object.assign(new Error(message), { usage: true as const });
}

/**
 * Runs a command with the words behind its name and sets the exit status: what it answers; 2 for wrong usage or a
 * wrong environment; 1 for a failure, told in one line.
 */
export async function runCommand(usage: string, command: (words: readonly string[]) => Promise<number>): Promise<void> {
  process.stdout.on('error', passOverClosedPipe);
  try {
    process.exitCode = await command(process.argv.slice(2));
  } catch (error) {
    const wrongUsage = isUsage(error);
    process.stderr.write(
      `${error instanceof Error ? error.message : String(error)}\n${wrongUsage ? `\n${usage}\n` : ''}`,
    );
    process.exitCode = wrongUsage ? 2 : 1;
  }
}

/** Whoever reads only the beginning (`| head`) has seen enough; the command goes on to its end. */
function passOverClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

function isUsage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return 'usage' in error || code.startsWith('ERR_PARSE_ARGS') || error.message.startsWith('Cannot read BASEGRID_');
}
