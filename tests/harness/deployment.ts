import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { deployedConfig, outputsOf } from '../../functions/local/deployment.ts';
import { type Config, type Deployed, readConfig } from '../../functions/platform/config.ts';
import { clientOptions, isLocal } from '../../functions/store/aws-endpoint.ts';
import { openStore } from '../../functions/store/open-store.ts';
import type { Store } from '../../schema/ports.ts';
import type { PublicationReport } from '../../schema/publication/finding.ts';
import { projectFolder } from '../laws/source-files.ts';

/** What one run of a command came to. */
export interface CommandRun {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What is deployed, as tests use it: by its API, its buckets, its commands; and its store, read with the rights of an operator. */
export interface Deployment extends AsyncDisposable {
  readonly name: string;
  readonly config: Config & { readonly deployed: Deployed };
  /** Where `/graphql` is. */
  readonly url: string;
  readonly store: Store;
  /** Runs `npm run VERB -- WORDS --deployment … --json`; answers what it prints. */
  command(verb: 'publish' | 'keys' | 'rollback', words: readonly string[], deployment?: string): Promise<CommandRun>;
  /** Runs `npm run deploy` again. */
  redeploy(): Promise<CommandRun>;
  /** Publishes a text by the command, and answers the report. */
  publish(
    register: string,
    file: { readonly name: string; readonly text: string },
    words?: readonly string[],
  ): Promise<PublicationReport>;
  /** Puts an object under `incoming/`. */
  upload(place: string, bytes: Uint8Array, metadata?: Record<string, string>): Promise<void>;
  /** The report of an upload, once it is there; fails after three minutes. */
  reportOf(place: string): Promise<PublicationReport>;
}

/** Opens the deployment that BASEGRID_DEPLOYMENT names (`local`); throws when it is not there. */
export async function openDeployment(): Promise<Deployment> {
  const name = process.env.BASEGRID_DEPLOYMENT || 'local';
  const environment = readConfig(process.env);
  const config = await deployedConfig(environment, name);
  const url = reachable((await outputsOf(environment, name, ['apiUrl']))('apiUrl'), config);
  const store = await openStore(config);
  const folder = await mkdtemp(join(tmpdir(), 'basegrid-deployed-'));
  const s3 = new S3Client({ ...clientOptions(config.s3), forcePathStyle: isLocal(config.s3) });
  const command: Deployment['command'] = (verb, words, of = name) =>
    runCommand(`functions/local/${verb}-command.ts`, [...words, '--deployment', of, '--json']);
  return {
    ...{ name, config, url, store, command },
    redeploy: () => runCommand('infra/deploy-command.ts', ['--deployment', name]),
    publish: async (register, file, words = []) => {
      const path = join(folder, file.name);
      await writeFile(path, file.text);
      const { status, stdout, stderr } = await command('publish', [
        '--register',
        register.toLowerCase(),
        path,
        ...words,
      ]);
      if (stdout === '') throw new Error(`Cannot publish ${file.name}: exit status ${status}, ${stderr}`);
      return JSON.parse(stdout);
    },
    upload: async (place, bytes, metadata = {}) => {
      const at = { Bucket: config.deployed.sourceBucket ?? '', Key: `incoming/${place}` };
      await s3.send(new PutObjectCommand({ ...at, Body: bytes, Metadata: metadata }));
    },
    reportOf: (place) => awaitReport(s3, { Bucket: config.deployed.reportBucket ?? '', Key: `${place}.report.json` }),
    [Symbol.asyncDispose]: async () => {
      await store.close();
      s3.destroy();
      await rm(folder, { recursive: true });
    },
  };
}

/** An API's own host name does not lead to an emulator on this machine, which answers for it under a path of wherever it listens. */
function reachable(apiUrl: string, { cloudformation }: Config): string {
  if (!isLocal(cloudformation)) return apiUrl.replace(/\/$/, '');
  const [, id] = /\/_aws\/execute-api\/(\w+)/.exec(apiUrl) ?? [];
  return `${cloudformation.url}/_aws/execute-api/${id ?? new URL(apiUrl).hostname.split('.')[0]}`;
}

async function runCommand(file: string, words: readonly string[]): Promise<CommandRun> {
  const child = spawn(process.execPath, [join(projectFolder, file), ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { status: Number(status), stdout, stderr };
}

async function awaitReport(s3: S3Client, at: { Bucket: string; Key: string }): Promise<PublicationReport> {
  for (let looks = 0; looks < 720; looks++) {
    const found = await s3.send(new GetObjectCommand(at)).catch((error) => {
      if (error instanceof NoSuchKey) return null;
      throw error;
    });
    if (found?.Body !== undefined) return JSON.parse(await found.Body.transformToString());
    await sleep(250);
  }
  throw new Error(`Cannot see report "${at.Key}": must come within three minutes, has not`);
}
