import { parseArgs } from 'node:util';
import { systemClock } from '../platform/clock.ts';
import { readConfig } from '../platform/config.ts';
import { fewestDays, sweep, usualDays } from '../sweep/sweep.ts';
import { runCommand, usageError } from './run-command.ts';
import { openStandingStore } from './standing-store.ts';

const usage = `npm run sweep -- [options]
  --days N   leave blocks that were touched in the last N days (default ${usualDays}, at least ${fewestDays})
  --json     print the result as JSON`;

await runCommand(usage, async (words) => {
  const { values } = parseArgs({
    args: [...words],
    options: { days: { type: 'string', default: String(usualDays) }, json: { type: 'boolean', default: false } },
  });
  const days = Number(values.days);
  if (!/^\d{1,5}$/.test(values.days) || days < fewestDays)
    throw usageError(`Cannot sweep blocks of "${values.days}" days: must be a whole number from ${fewestDays} on`);
  const store = await openStandingStore(readConfig(process.env));
  const report = await sweep(store, { now: systemClock(), days }).finally(store.close);
  if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else process.stdout.write(`${report.removed} blocks that no edition names were removed, ${report.named} are named\n`);
  return 0;
});
