import { inputError } from '../functions/local/run-command.ts';

/** Variables by name, as in `process.env`. */
export type Environment = { readonly [name: string]: string | undefined };

const localHosts = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * The environment in which everything talks to the emulator at AWS_ENDPOINT_URL: keys and region have values that it takes, unless
 * they are given. Throws when the variable names no address of this machine, or nothing answers there.
 */
export async function emulatorEnvironment(environment: Environment): Promise<Environment> {
  const url = environment.AWS_ENDPOINT_URL ?? '';
  if (!URL.canParse(url) || !localHosts.includes(new URL(url).hostname))
    throw inputError(
      `Cannot deploy "local": AWS_ENDPOINT_URL must name the emulator, such as "http://127.0.0.1:4566", is ${JSON.stringify(url)}`,
    );
  await answering(url);
  return {
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    ...environment,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** Any answer will do. */
async function answering(url: string): Promise<void> {
  try {
    await fetch(url, { signal: AbortSignal.timeout(5000) });
  } catch (cause) {
    throw new Error(`Cannot reach the emulator at ${url}: it must be running, is not`, { cause });
  }
}
