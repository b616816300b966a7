import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whether processes of functions can be seen from here: those of an emulator on this machine, under Linux. */
export const seesProcesses = existsSync('/proc/self/stat');

/** Kills that are to be done, by function name; a kill takes one off. */
export type KillsLeft = Map<string, number>;

/**
 * Kills processes of functions in the middle of their work, until `isOver`: a process that has opened a connection has begun with the
 * step, and one that has used the processor since the last look is not waiting for a call. Answers whom it killed, in order.
 */
export async function killAtWork(left: KillsLeft, isOver: () => boolean): Promise<string[]> {
  const killed: string[] = [];
  const namesOf = new Map<number, string>();
  const ticksOf = new Map<number, number>();
  while (!isOver() && [...left.values()].some((kills) => kills > 0)) {
    for (const pid of processes()) {
      const name = namesOf.get(pid) ?? functionOf(pid);
      namesOf.set(pid, name);
      const kills = left.get(name) ?? 0;
      if (kills === 0) continue;
      const ticks = processorTicks(pid);
      const isWorking = ticks > (ticksOf.get(pid) ?? ticks) && hasConnection(pid);
      ticksOf.set(pid, ticks);
      if (!isWorking) continue;
      process.kill(pid, 'SIGKILL');
      left.set(name, kills - 1);
      killed.push(name);
    }
    await sleep(5);
  }
  return killed;
}

/** Ends all processes of a function: its next call starts it anew. */
export function endFunction(name: string): void {
  for (const pid of processes()) if (functionOf(pid) === name) process.kill(pid, 'SIGKILL');
}

function processes(): number[] {
  return readdirSync('/proc').map(Number).filter(Number.isInteger);
}

/** A process may end, and some belong to others, while one looks: then there is nothing to see. */
function seen<T>(look: () => T, otherwise: T): T {
  try {
    return look();
  } catch {
    return otherwise;
  }
}

function functionOf(pid: number): string {
  return seen(() => {
    const variables = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    const prefix = 'AWS_LAMBDA_FUNCTION_NAME=';
    return variables.find((variable) => variable.startsWith(prefix))?.slice(prefix.length) ?? '';
  }, '');
}

function processorTicks(pid: number): number {
  return seen(() => {
    const [, fields = ''] = /\) (.*)$/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8').trim()) ?? [];
    const [user = '0', system = '0'] = fields.split(' ').slice(11, 13);
    return Number(user) + Number(system);
  }, 0);
}

function hasConnection(pid: number): boolean {
  return seen(() => {
    const folder = `/proc/${pid}/fd`;
    return readdirSync(folder).some((file) => seen(() => readlinkSync(`${folder}/${file}`), '').startsWith('socket:'));
  }, false);
}
