import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { shanghaiDay } from '../../schema/dates/shanghai-day.ts';
import type { PublicationReport } from '../../schema/publication/finding.ts';
import { readConfig } from '../platform/config.ts';
import { publishCredit } from '../publish/credit/publish-credit.ts';
import { publish } from '../publish/publish.ts';
import { publishDefaults } from '../publish/publish-request.ts';
import { openStore } from '../store/open-store.ts';
import { clockOver } from './clock-over.ts';
import { printReport } from './print-report.ts';
import { type ProgressLine, progressLine } from './progress-line.ts';
import { type PublishWords, publishOptions, readPublishWords } from './publish-words.ts';
import { inputError, runCommand } from './run-command.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { deploymentVariables, storeVariables } from './variables.ts';

const form = {
  name: 'publish',
  usage: `npm run publish -- --register NAME FILE [options]
  --register NAME      divisions, grids, buildings, houses, entities or credit
  --district CODE      publish one district only (6 digits)
  --effective DATE     day from which the file speaks (default: today in Asia/Shanghai)
  --dry-run            say what would happen, write nothing
  --strict             refuse overlaps and gaps of grids
  --ignore-unknown     leave unknown columns out
  --allow-retirements  retire more than 10 % of the rows in scope
  --max-rejected N     largest share of rejected rows, from 0 to 1 (default 0.05)
  --deployment NAME    upload to a deployed store (local, dev or prod) and wait for its report
  --json               print the report as JSON`,
  reads: [...storeVariables, 'BASEGRID_NOW', ...deploymentVariables],
  options: publishOptions,
  takesWords: true,
} as const;

await runCommand(form, async (typed) => {
  const words = readPublishWords(typed);
  const found = await stat(words.file).catch(() => null);
  if (!found?.isFile())
    throw inputError(
      `Cannot read file "${words.file}": must be a file, ${found === null ? 'does not exist' : 'is none'}`,
    );
  const progress = progressLine(words.json ? null : process.stderr);
  const report = await reportOf(words, progress).finally(progress.clear);
  if (words.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else printReport(report, process.stdout);
  return report.refused ? 1 : 0;
});

async function reportOf(words: PublishWords, progress: ProgressLine): Promise<PublicationReport> {
  if (words.deployment === null) return publishHere(words, progress);
  const { publishDeployed } = await import('./publish-deployed.ts');
  return publishDeployed({ ...words, deployment: words.deployment }, progress);
}

/** Into the store of this machine. */
async function publishHere({ file, register, options }: PublishWords, progress: ProgressLine) {
  const config = readConfig(process.env);
  await using folder = temporaryFolder();
  const store = await openStore(config);
  try {
    const clock = await clockOver(config, store);
    const request = {
      ...publishDefaults,
      ...options,
      bytes: createReadStream(file),
      name: file,
      now: clock,
      folder: folder.path,
      onProgress: progress.show,
    };
    if (register === 'CREDIT') return await publishCredit(request, store); // awaited here: the folder goes at the end
    return await publish({ ...request, register, effective: options.effective ?? shanghaiDay(clock()) }, store);
  } finally {
    await store.close();
  }
}
