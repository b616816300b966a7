import { createReadStream } from 'node:fs';
import { resourceUsage } from 'node:process';
import { temporaryFolder } from '../../functions/local/temporary-folder.ts';
import { readConfig } from '../../functions/platform/config.ts';
import { publish } from '../../functions/publish/publish.ts';
import { publishDefaults } from '../../functions/publish/publish-request.ts';
import { openStore } from '../../functions/store/open-store.ts';
import { parseDay } from '../../schema/dates/day.ts';
import type { RegisterName } from '../../schema/registers/register-name.ts';

/** Publishes one file in a process of its own and prints what it took, so that memory is that of publication alone. */
const [register = '', file = '', effective = ''] = process.argv.slice(2);
const day = parseDay(effective);
if (!day.ok) throw new Error(`Cannot read date "${effective}": ${day.reason}`);
const store = await openStore(readConfig(process.env));
await using folder = temporaryFolder();
const from = performance.now();
const report = await publish(
  {
    ...publishDefaults,
    register: register as RegisterName,
    bytes: createReadStream(file),
    name: file,
    effective: day.value,
    now: Date.now,
    folder: folder.path,
  },
  store,
);
const milliseconds = performance.now() - from;
await store.close();
const { rows, blocksWritten, refused, findings } = report;
if (refused) throw new Error(`Cannot publish ${file}: ${findings[0]?.message ?? 'refused'}`);
process.stdout.write(
  `${JSON.stringify({ rows, blocksWritten, milliseconds, peakMegabytes: resourceUsage().maxRSS / 1024 })}\n`,
);
