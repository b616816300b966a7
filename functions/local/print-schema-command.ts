import { readFile, writeFile } from 'node:fs/promises';
import { schema } from '../../schema/index.ts';
import { printSchemaWithPolicy } from '../../schema/print-schema.ts';
import { runCommand } from './run-command.ts';

const form = {
  name: 'schema',
  usage: `npm run schema             write schema/schema.graphql
npm run schema -- --check  tell whether it is as the code says`,
  reads: [],
  options: { check: { type: 'boolean', default: false } },
} as const;

const file = new URL('../../schema/schema.graphql', import.meta.url);

await runCommand(form, async ({ values }) => {
  const text = printSchemaWithPolicy(schema);
  if (!values.check) {
    await writeFile(file, text);
    return 0;
  }
  const committed = await readFile(file, 'utf8').catch(() => '');
  if (committed === text) return 0;
  process.stderr.write(
    `Cannot accept schema/schema.graphql: ${firstDifference(committed, text)}\nRun: npm run schema\n`,
  );
  return 1;
});

/** The first line that differs, as it is and as it must be. */
function firstDifference(committed: string, wanted: string): string {
  const [is, must] = [committed.split('\n'), wanted.split('\n')];
  const place = must.findIndex((line, index) => line !== is[index]);
  const line = place < 0 ? must.length : place;
  return `line ${line + 1} must be "${must[line] ?? ''}", is "${is[line] ?? ''}"`;
}
