import { counted } from '../../schema/counted.ts';
import { systemClock } from '../platform/clock.ts';
import { readConfig } from '../platform/config.ts';
import { fewestDays, sweep, usualDays } from '../sweep/sweep.ts';
import { runCommand, usageError } from './run-command.ts';
import { openStandingStore } from './standing-store.ts';
import { storeVariables } from './variables.ts';

const form = {
  name: 'sweep',
  usage: `npm run sweep -- [options]
  --days N   leave blocks that were touched in the last N days (default ${usualDays}, at least ${fewestDays})
  --json     print the result as JSON`,
  reads: storeVariables,
  options: { days: { type: 'string', default: String(usualDays) }, json: { type: 'boolean', default: false } },
} as const;

await runCommand(form, async ({ values }) => {
  const days = Number(values.days);
  if (!/^\d{1,5}$/.test(values.days) || days < fewestDays)
    throw usageError(`Cannot sweep blocks of "${values.days}" days: must be a whole number from ${fewestDays} on`);
  const store = await openStandingStore(readConfig(process.env));
  const report = await sweep(store, { now: systemClock(), days }).finally(store.close);
  if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else {
    const gone = counted(report.removed, 'block that no edition names was', 'blocks that no edition names were');
    process.stdout.write(`${gone} removed, ${counted(report.named, 'is', 'are')} named\n`);
  }
  return 0;
});
