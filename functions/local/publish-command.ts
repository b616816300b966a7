import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { parseDivisionCode } from '../../schema/codes/division-code.ts';
import type { Day } from '../../schema/dates/day.ts';
import { firstDay, parsePartialDate } from '../../schema/dates/partial-date.ts';
import { shanghaiDay } from '../../schema/dates/shanghai-day.ts';
import { type RegisterName, registerNames } from '../../schema/registers/register-name.ts';
import type { Clock } from '../platform/clock.ts';
import { clockOf, readConfig } from '../platform/config.ts';
import { publish } from '../publish/publish.ts';
import { type PublishRequest, publishDefaults } from '../publish/publish-request.ts';
import { openStore } from '../store/open-store.ts';
import { printReport } from './print-report.ts';
import { progressLine } from './progress-line.ts';
import { runCommand, usageError } from './run-command.ts';
import { temporaryFolder } from './temporary-folder.ts';

const usage = `npm run publish -- --register NAME FILE [options]
  --register NAME      divisions, grids, buildings or houses
  --district CODE      publish one district only (6 digits)
  --effective DATE     day from which the file speaks (default: today in Asia/Shanghai)
  --dry-run            say what would happen, write nothing
  --strict             refuse overlaps and gaps of grids
  --ignore-unknown     leave unknown columns out
  --allow-retirements  retire more than 10 % of the rows in scope
  --max-rejected N     largest share of rejected rows, from 0 to 1 (default 0.05)
  --json               print the report as JSON`;

await runCommand(usage, async (words) => {
  const { file, json, options } = readWords(words);
  const found = await stat(file).catch(() => null);
  if (!found?.isFile())
    throw usageError(`Cannot read file "${file}": must be a file, ${found === null ? 'does not exist' : 'is none'}`);
  const config = readConfig(process.env);
  const clock = clockOf(config);
  await using folder = temporaryFolder();
  const store = await openStore(config);
  const progress = progressLine(json ? null : process.stderr);
  try {
    const request: PublishRequest = {
      ...publishDefaults,
      ...options,
      effective: options.effective ?? today(clock),
      bytes: createReadStream(file),
      name: file,
      now: clock,
      folder: folder.path,
      onProgress: progress.show,
    };
    const report = await publish(request, store);
    progress.clear();
    if (json) process.stdout.write(`${JSON.stringify(report)}\n`);
    else printReport(report, process.stdout);
    return report.refused ? 1 : 0;
  } finally {
    progress.clear();
    await store.close();
  }
});

interface Words {
  readonly file: string;
  readonly json: boolean;
  readonly options: Pick<
    PublishRequest,
    'register' | 'district' | 'dryRun' | 'strict' | 'ignoreUnknown' | 'allowRetirements' | 'maxRejected'
  > & { readonly effective: Day | null };
}

function readWords(words: readonly string[]): Words {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      register: { type: 'string' },
      district: { type: 'string' },
      effective: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      strict: { type: 'boolean', default: false },
      'ignore-unknown': { type: 'boolean', default: false },
      'allow-retirements': { type: 'boolean', default: false },
      'max-rejected': { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0)
    throw usageError(`Cannot publish ${positionals.length} files: must be one`);
  return {
    file,
    json: values.json,
    options: {
      register: registerNamed(values.register),
      district: districtNamed(values.district),
      effective: dayNamed(values.effective),
      dryRun: values['dry-run'],
      strict: values.strict,
      ignoreUnknown: values['ignore-unknown'],
      allowRetirements: values['allow-retirements'],
      maxRejected: shareNamed(values['max-rejected']),
    },
  };
}

function registerNamed(text: string | undefined): RegisterName {
  const found = registerNames.find((name) => name === text?.toUpperCase());
  if (found === undefined) {
    throw usageError(
      `Cannot publish register "${text ?? ''}": must be one of ${registerNames.join(', ').toLowerCase()}`,
    );
  }
  return found;
}

function districtNamed(text: string | undefined): string | null {
  if (text === undefined) return null;
  const parsed = parseDivisionCode(text);
  if (parsed.ok && text.length === 6) return text;
  throw usageError(`Cannot read district "${text}": must be a division code of 6 digits`);
}

function dayNamed(text: string | undefined): Day | null {
  if (text === undefined) return null;
  const parsed = parsePartialDate(text);
  if (parsed.ok && parsed.value !== null) return firstDay(parsed.value);
  throw usageError(`Cannot read date "${text}": ${parsed.ok ? 'must have a year' : parsed.reason}`);
}

function shareNamed(text: string | undefined): number {
  if (text === undefined) return publishDefaults.maxRejected;
  const share = Number(text);
  if (/^[\d.]/.test(text) && share >= 0 && share <= 1) return share;
  throw usageError(`Cannot read share "${text}": must be a number from 0 to 1`);
}

function today(clock: Clock): Day {
  return shanghaiDay(clock());
}
