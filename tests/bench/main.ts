import './as-deployed.ts';
import { runCommand, usageError } from '../../functions/local/run-command.ts';
import { clearBenchFolder } from './bench-folder.ts';
import { benchBytes } from './bytes.ts';
import { benchCodes } from './codes.ts';
import { benchColdStart } from './cold-start/cold-start.ts';
import { benchCost } from './cost-of-city.ts';
import { benchCount } from './count.ts';
import { benchCredit } from './credit.ts';
import { benchEvidence } from './evidence.ts';
import type { Figure } from './figure.ts';
import { benchGridAt } from './grid-at.ts';
import { benchOverhead } from './handler-overhead.ts';
import { benchHouse } from './house.ts';
import { benchHttp } from './http.ts';
import { machineLines } from './machine.ts';
import { benchNameSearch } from './name-search.ts';
import { benchNames } from './names.ts';
import { benchPage } from './page.ts';
import { benchPublish, benchPublishMillion } from './publish.ts';
import { benchSilence } from './silence.ts';
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
  names: benchNames,
  http: benchHttp,
  'handler-overhead': benchOverhead,
  'cold-start': benchColdStart,
  start: benchStart,
  bytes: benchBytes,
  publish: benchPublish,
  'publish-million': benchPublishMillion,
  evidence: benchEvidence,
  credit: benchCredit,
  silence: benchSilence,
  cost: benchCost,
  'name-search': benchNameSearch,
};

const form = {
  name: 'bench',
  usage: `npm run bench [-- NAME…] [--json] [--fresh]
  NAME     ${Object.keys(benchmarks).join(', ')}; all without one
  --json   prints the figures as JSON
  --fresh  makes the cities anew that earlier runs left in .cache/bench`,
  reads: [],
  options: { json: { type: 'boolean', default: false }, fresh: { type: 'boolean', default: false } },
  takesWords: true,
} as const;

await runCommand(form, async ({ values, positionals }) => {
  const names = positionals.length > 0 ? positionals : Object.keys(benchmarks);
  const unknown = names.find((name) => benchmarks[name] === undefined);
  if (unknown !== undefined) throw usageError(`Cannot run benchmark "${unknown}": there is none of that name`);
  clearBenchFolder({ fresh: values.fresh });
  await using bench = createWorkbench();
  const figures = await run(names, bench);
  process.stdout.write(`${values.json ? JSON.stringify(figures, null, 2) : report(figures, bench.notes)}\n`);
  return 0;
});

/** Runs benchmarks one after the other; tells on stderr how far it is. */
async function run(names: readonly string[], bench: Workbench): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const name of names) {
    const from = performance.now();
    figures.push(...((await benchmarks[name]?.(bench)) ?? []));
    process.stderr.write(`${name}: ${((performance.now() - from) / 1000).toFixed(1)} s\n`);
  }
  return figures;
}

function report(figures: readonly Figure[], notes: readonly string[]): string {
  const advice = 'Compare ratios, not values: both sides of a ratio ran on this machine, in turns.';
  return [...machineLines(), advice, '', table(figures), '', ...notes.map((note) => `* ${note}`)].join('\n');
}
