import { dayText } from '../../schema/dates/day.ts';
import { readConfig } from '../platform/config.ts';
import { expireCredit } from '../publish/credit/expire-credit.ts';
import { clockOver } from './clock-over.ts';
import { runCommand } from './run-command.ts';
import { openStandingStore } from './standing-store.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { storeVariables } from './variables.ts';

const form = {
  name: 'expire',
  usage: `npm run expire [-- --json]   take credit statements whose publicity is over out of what is read, for today and the days to come
  --json   print what was done as JSON`,
  reads: [...storeVariables, 'BASEGRID_NOW'],
  options: { json: { type: 'boolean', default: false } },
} as const;

await runCommand(form, async ({ values }) => {
  const config = readConfig(process.env);
  await using folder = temporaryFolder();
  const store = await openStandingStore(config);
  const now = await clockOver(config, store);
  const done = await expireCredit({ now, folder: folder.path }, store).finally(store.close);
  const days = done.days.map(dayText);
  const { moved, edition, blocksWritten } = done;
  if (values.json) process.stdout.write(`${JSON.stringify({ moved, edition, days, blocksWritten })}\n`);
  else
    process.stdout.write(
      `${moved ? `moved to edition ${edition}` : 'nothing to do'}; ready for ${days.join(', ') || 'no day'}\n`,
    );
  return 0;
});
