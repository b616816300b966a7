import { existsSync } from 'node:fs';
import type { Store } from '../../schema/ports.ts';
import type { Config } from '../platform/config.ts';
import { openStore } from '../store/open-store.ts';
import { inputError } from './run-command.ts';

/** The store for a command that has nothing to do in a new one: a mistyped folder is told, not made and found empty. */
export async function openStandingStore(config: Config): Promise<Store> {
  if (config.store === 'sqlite' && !existsSync(config.data))
    throw inputError(`Cannot open BASEGRID_DATA "${config.data}": must be a folder that npm start or publish has made`);
  return openStore(config);
}
