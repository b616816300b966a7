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
export async function clockOver(config: Config, store: Pick<Store, 'editions' | 'creditEditions'>): Promise<Clock> {
  const { now } = config;
  const [city, credit] = await Promise.all([store.editions.latest('GOVERNMENT'), store.creditEditions.latest()]);
  const newest = [city?.at ?? '', credit?.at ?? ''].sort().at(-1) ?? '';
  if (now === null || newest === '' || now >= Date.parse(newest)) return clockOf(config);
  if (Date.parse(newest) - now < ofOneScript) return clockFrom(Date.parse(newest));
  const state = `must not lie before the newest edition, which is of ${newest}`;
  throw usageError(`Cannot read BASEGRID_NOW "${new Date(now).toISOString()}": ${state}`);
}
