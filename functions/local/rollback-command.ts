import { counted } from '../../schema/counted.ts';
import type { Store } from '../../schema/ports.ts';
import type { RegisterName } from '../../schema/registers/register-name.ts';
import { readConfig } from '../platform/config.ts';
import { type RollBackReport, rollBack } from '../publish/roll-back.ts';
import { parseRollBackPlace, rollBackTarget } from '../publish/roll-back-target.ts';
import { readRegister } from '../publish/source-options.ts';
import { clockOver } from './clock-over.ts';
import { deployedConfig } from './deployment.ts';
import { inputError, runCommand, usageError } from './run-command.ts';
import { openStandingStore } from './standing-store.ts';
import { deploymentVariables, storeVariables } from './variables.ts';

const form = {
  name: 'rollback',
  usage: `npm run rollback -- --register NAME --to PLACE [options]
  --register NAME    divisions, grids, buildings, houses or entities
  --to PLACE         4: as the register's publication 4 left it; edition:17: as it was in edition 17
  --dry-run          say what would happen, write nothing
  --deployment NAME  a deployed store: local, dev or prod
  --json             print the report as JSON`,
  reads: [...storeVariables, 'BASEGRID_NOW', ...deploymentVariables],
  options: {
    register: { type: 'string' },
    to: { type: 'string' },
    'dry-run': { type: 'boolean', default: false },
    deployment: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
} as const;

await runCommand(form, async ({ values }) => {
  const { register, place } = asked(values.register, values.to);
  const own = readConfig(process.env);
  const config = values.deployment === undefined ? own : await deployedConfig(own, values.deployment);
  const store = await openStandingStore(config);
  try {
    const now = await clockOver(config, store);
    const target = await rollBackTarget(register, place, store.editions);
    if (target === null)
      throw inputError(`Cannot roll ${register} back to "${values.to}": ${await wanted(register, store)}`);
    const report = await rollBack({ register, target, now, dryRun: values['dry-run'] }, store);
    process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : `${told(report)}\n`);
    return report.refused ? 1 : 0;
  } finally {
    await store.close();
  }
});

/** To which states a register can go back, as far as numbers tell. */
async function wanted(register: RegisterName, { editions }: Pick<Store, 'editions'>): Promise<string> {
  const newest = await editions.latest('GOVERNMENT');
  const seq = newest?.registers[register]?.seq ?? 0;
  if (newest === null || seq === 0) return 'something of it must be published, nothing is';
  return `must be one of its publications, 1 to ${seq}, or an edition with it, up to edition:${newest.number}`;
}

function asked(registerText: string | undefined, to: string | undefined) {
  if (registerText === undefined) throw usageError('Cannot roll back: --register must name a register, is missing');
  if (to === undefined) throw usageError('Cannot roll back: --to must say to where, is missing');
  const place = parseRollBackPlace(to);
  if (place === null) throw usageError(`Cannot roll back to "${to}": must be a publication such as 4, or edition:17`);
  try {
    return { register: readRegister(registerText), place };
  } catch {
    const names = 'divisions, grids, buildings, houses, entities';
    throw usageError(`Cannot roll back register "${registerText}": must be one of ${names}`);
  }
}

function told({ register, to, changes, obstacles, refused, dryRun, edition, seq }: RollBackReport): string {
  if (refused)
    return [
      `Cannot roll ${register} back to publication ${to.seq}:`,
      ...obstacles.map((obstacle) => `  ${obstacle}`),
      `Nothing has changed. Roll these back first, or publish the file of that time again`,
    ].join('\n');
  if (changes.GOVERNMENT === 0)
    return `${register}: what stands says what publication ${to.seq} said; edition ${edition} stays`;
  const counts = Object.entries(changes).map(
    ([tier, count]) => `  ${tier.padEnd(11)}${counted(count, 'code changes', 'codes change')}`,
  );
  const head = dryRun
    ? `${register}: dry run, nothing was written; publication ${to.seq} would stand again`
    : `${register}: publication ${to.seq} stands again, as edition ${edition}, seq ${seq}`;
  return [head, ...counts].join('\n');
}
