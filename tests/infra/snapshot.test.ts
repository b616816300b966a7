import { expect, test } from 'vitest';
import { synthesised } from '../harness/made-app.ts';

/** Hashes of bundles and the script at the edge change with every line of code; they say nothing of where it lives. */
function normalised(template: unknown): unknown {
  const text = JSON.stringify(template, (name, value) => (name === 'FunctionCode' ? '<script>' : sorted(value)));
  return JSON.parse(
    text.replace(/\b[0-9a-f]{64}\b/g, '<hash>').replace(/("BASEGRID_BUILD":)"[0-9a-f]+"/g, '$1"<build>"'),
  );
}

test('production is what was last looked at: update the snapshot when a change of it is meant (vitest -u)', async () => {
  const { templates } = synthesised('prod');
  for (const [stack, template] of Object.entries(templates))
    await expect(`${JSON.stringify(normalised(template), null, 1)}\n`).toMatchFileSnapshot(
      `../golden/prod/${stack}.template.json`,
    );
});

/** The order in which code comes to make resources and exports says nothing either. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
