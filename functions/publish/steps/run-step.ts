import { redactPersons } from '../../../schema/privacy/redact-persons.ts';
import type { StepPorts } from './step-ports.ts';
import { workNames, writeWork } from './work-names.ts';

/** What a step failed for. */
export interface StepFailure {
  readonly step: string;
  readonly error: string;
  readonly message: string;
}

/**
 * Runs a step of the publication that `event` names. What it fails for is noted with the work: of items of a map the state
 * machine says no more than that too many failed.
 */
export async function runStep<Answer>(
  step: string,
  event: unknown,
  ports: StepPorts,
  run: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await run();
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    const failure: StepFailure = { step, error: name, message: redactPersons(message) };
    const id = idIn(event);
    // Where even that cannot be written, the error itself matters more.
    if (id !== null) await writeWork(ports.work, workNames.failure(id), failure).catch(() => undefined);
    throw error;
  }
}

/** What a step of the publication failed for last, if it could be noted. */
export async function lastFailure(id: string, { work }: Pick<StepPorts, 'work'>): Promise<StepFailure | null> {
  const bytes = await work.get(workNames.failure(id)).catch(() => null);
  return bytes === null ? null : (JSON.parse(Buffer.from(bytes).toString()) as StepFailure);
}

function idIn(event: unknown): string | null {
  if (typeof event !== 'object' || event === null || !('id' in event)) return null;
  return typeof event.id === 'string' ? event.id : null;
}
