import type { Store } from '../../schema/ports.ts';
import { type Clock, clockFrom, systemClock } from '../platform/clock.ts';
import { type Config, clockOf } from '../platform/config.ts';
import { inputError } from './run-command.ts';

/** Commands of one script that share a BASEGRID_NOW publish a little after it, one after the other. */
const ofOneScript = 3_600_000;

/**
 * The clock of a command. One behind the newest edition would make editions that were not known yet: it is wrong usage, unless
 * the edition is so new that the same script made it; then the clock goes on from there. The time of the machine lies behind where
 * something was published under a BASEGRID_NOW of the future.
 */
export async function clockOver(
  config: Config,
  store: Pick<Store, 'editions' | 'creditEditions'>,
  machine: Clock = systemClock,
): Promise<Clock> {
  const clock = config.now === null ? machine : clockOf(config);
  const now = clock();
  const [city, credit] = await Promise.all([store.editions.latest('GOVERNMENT'), store.creditEditions.latest()]);
  const newest = [city?.at ?? '', credit?.at ?? ''].sort().at(-1) ?? '';
  if (newest === '' || now >= Date.parse(newest)) return clock;
  if (Date.parse(newest) - now < ofOneScript) return clockFrom(Date.parse(newest), machine);
  const told = new Date(now).toISOString();
  const what = config.now === null ? `go by the time "${told}"` : `read BASEGRID_NOW "${told}"`;
  const way = `set BASEGRID_NOW=${newest} or later, or another folder in BASEGRID_DATA`;
  throw inputError(`Cannot ${what}: must not lie before the newest edition, which is of ${newest}; ${way}`);
}
