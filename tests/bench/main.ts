import { parseArgs } from 'node:util';
import { clearBenchFolder } from './bench-folder.ts';
import { benchBytes } from './bytes.ts';
import { benchCodes } from './codes.ts';
import { benchCount } from './count.ts';
import type { Figure } from './figure.ts';
import { benchGridAt } from './grid-at.ts';
import { benchHouse } from './house.ts';
import { benchHttp } from './http.ts';
import { machineLines } from './machine.ts';
import { benchPage } from './page.ts';
import { benchPublish, benchPublishMillion } from './publish.ts';
import { benchStart } from './start.ts';
import { table } from './table.ts';
import { createWorkbench, type Workbench } from './workbench.ts';

/** Every benchmark, in running order. */
const benchmarks: { readonly [name: string]: (bench: Workbench) => Promise<readonly Figure[]> } = {
  'grid-at': benchGridAt,
  page: benchPage,
  house: benchHouse,
  codes: benchCodes,
  count: benchCount,
  http: benchHttp,
  start: benchStart,
  bytes: benchBytes,
  publish: benchPublish,
  'publish-million': benchPublishMillion,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, fresh: { type: 'boolean', default: false } },
});
const unknown = positionals.find((name) => benchmarks[name] === undefined);
if (unknown !== undefined) {
  console.error(`Cannot run benchmark "${unknown}": must be one of ${Object.keys(benchmarks).join(', ')}`);
  process.exit(2);
}

clearBenchFolder({ fresh: values.fresh });
await using bench = createWorkbench();
const figures: Figure[] = [];
for (const name of positionals.length > 0 ? positionals : Object.keys(benchmarks)) {
  const from = performance.now();
  if (!values.json) console.error(`${name} …`);
  figures.push(...((await benchmarks[name]?.(bench)) ?? []));
  if (!values.json) console.error(`${name}: ${((performance.now() - from) / 1000).toFixed(1)} s`);
}
if (values.json) console.log(JSON.stringify(figures, null, 2));
else {
  const notes = bench.notes.map((note) => `* ${note}`);
  const head = [...machineLines(), 'Compare ratios, not values: both sides of a ratio ran on this machine, in turns.'];
  console.log([...head, '', table(figures), '', ...notes].join('\n'));
}
