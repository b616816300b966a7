import type { Store } from '../../schema/ports.ts';
import { type Clock, clockFrom } from '../platform/clock.ts';
import { type Config, clockOf } from '../platform/config.ts';
import { usageError } from './run-command.ts';

/** Commands of one script that share a BASEGRID_NOW publish a little after it, one after the other. */
const ofOneScript = 3_600_000;

/**
 * The clock of a command. One behind the newest edition would make editions that were not known yet: it is wrong usage, unless
 * the edition is so new that the same script made it; then the clock goes on from there.
 */
export async function clockOver(config: Config, store: Pick<Store, 'editions'>): Promise<Clock> {
  const { now } = config;
  const newest = await store.editions.latest('GOVERNMENT');
  if (now === null || newest === null || now >= Date.parse(newest.at)) return clockOf(config);
  if (Date.parse(newest.at) - now < ofOneScript) return clockFrom(Date.parse(newest.at));
  const state = `must not lie before the newest edition, which is of ${newest.at}`;
  throw usageError(`Cannot read BASEGRID_NOW "${new Date(now).toISOString()}": ${state}`);
}
