import { createReadStream } from 'node:fs';
import { resourceUsage } from 'node:process';
import { parse } from 'csv-parse';

/** Reads a CSV file with csv-parse, objects by header, and does nothing with them: the floor of any publication by it. */
const [file = ''] = process.argv.slice(2);
const from = performance.now();
let rows = 0;
await new Promise((resolve, reject) => {
  createReadStream(file)
    .on('error', reject)
    .pipe(parse({ columns: true }))
    .on('data', () => {
      rows += 1;
    })
    .on('error', reject)
    .on('end', resolve);
});
const milliseconds = performance.now() - from;
process.stdout.write(JSON.stringify({ rows, milliseconds, peakMegabytes: resourceUsage().maxRSS / 1024 }));
