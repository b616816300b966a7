/** Publications that may come in between before one gives up. */
const mostAttempts = 50;

/** What became of one attempt. */
export interface Attempted<Answer> {
  readonly answer: Answer;
  /** Shows what was made, unless the editions have moved on since; null: there is nothing to show. */
  readonly move: (() => Promise<'moved' | 'behind'>) | null;
}

/**
 * Attempts anew, on the editions that are then the newest, until what was made is shown or there is nothing to show. `task` says
 * what is given up when others come in between too often; `onBehind` hears of every attempt that came too late.
 */
export async function untilMoved<Answer>(
  task: string,
  attempt: () => Promise<Attempted<Answer>>,
  onBehind: (attempts: number) => void = () => undefined,
): Promise<Answer> {
  for (let attempts = 1; attempts <= mostAttempts; attempts += 1) {
    const { answer, move } = await attempt();
    if (move === null || (await move()) === 'moved') return answer;
    onBehind(attempts);
  }
  throw new Error(`Cannot ${task}: ${mostAttempts} other publications came in between, try again`);
}
