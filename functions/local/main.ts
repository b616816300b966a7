import { counted } from '../../schema/counted.ts';
import type { Store } from '../../schema/ports.ts';
import { createCreditFunction } from '../credit/create-credit-function.ts';
import { createGraphqlHandler } from '../graphql/create-graphql-handler.ts';
import { graphqlParts } from '../graphql/graphql-parts.ts';
import type { Clock } from '../platform/clock.ts';
import { type Config, readConfig } from '../platform/config.ts';
import { createLogger } from '../platform/logger.ts';
import { openStore } from '../store/open-store.ts';
import { localSecrets } from '../store/secrets.ts';
import { clockOver } from './clock-over.ts';
import { type LocalLog, openLocalLog } from './local-log.ts';
import { progressLine } from './progress-line.ts';
import { publishSample } from './publish-sample.ts';
import { runCommand } from './run-command.ts';
import { type LocalServer, serve } from './server.ts';
import { stopSignal } from './stop-signal.ts';
import { storeVariables } from './variables.ts';

const form = {
  name: 'start',
  usage: `npm start   serves the data folder, with the sample city on the first start, until it is told to end (Ctrl-C)
It has no options: the environment decides, as in  BASEGRID_PORT=4001 npm start`,
  reads: [
    ...(['BASEGRID_PORT', 'BASEGRID_HOST', 'BASEGRID_SAMPLE', 'BASEGRID_NOW'] as const),
    ...storeVariables,
    ...(['BASEGRID_LIMITS', 'BASEGRID_CREDIT_PER_DAY', 'BASEGRID_COMPRESS', 'BASEGRID_CACHE_MEGABYTES'] as const),
    'BASEGRID_EVIDENCE_ORIGIN',
  ],
  options: {},
} as const;

await runCommand(form, async () => {
  const config = readConfig(process.env);
  const stop = stopSignal();
  const store = await openStore(config);
  try {
    const clock = await clockOver(config, store);
    await addSample(config, store, stop);
    if (stop.aborted) return 0;
    await using log = await openLocalLog(config, store, createLogger());
    const server = await listen(config, store, { clock, log });
    process.stdout.write(`Basegrid is ready at ${server.url}/graphql\n`);
    await aborted(stop);
    await server.close();
    return 0;
  } finally {
    await store.close();
  }
});

async function addSample({ sample, data }: Config, store: Store, stop: AbortSignal): Promise<void> {
  if (sample === 0) return;
  const line = progressLine(process.stderr);
  try {
    await publishSample(store, {
      houses: sample,
      seed: 1,
      onProgress: (stage, rows) => {
        stop.throwIfAborted(); // whatever was not finished is done by the next start
        line.show(stage, rows);
      },
      onStep: (step, report) => {
        line.clear();
        process.stdout.write(
          `Sample city in ${data}: ${step.file}, ${counted(report.rows, 'row')}, edition ${report.edition}\n`,
        );
      },
    });
  } catch (error) {
    if (!stop.aborted) throw error;
  } finally {
    line.clear();
  }
}

interface Running {
  readonly clock: Clock;
  readonly log: LocalLog;
}

async function listen(config: Config, store: Store, { clock, log }: Running): Promise<LocalServer> {
  const { host, port } = config;
  const secrets = await localSecrets(config.data);
  const logger = createLogger();
  const { creditPerDay: perDay } = config;
  const onFault = (fault: unknown) => logger.error('part of a batch is not answered', fault);
  const credit = createCreditFunction({ ...store, pepper: secrets.keyPepper, clock, perDay, onFault });
  const parts = { ...graphqlParts({ config, store, secrets, clock, credit, logger }), documents: true };
  const handlers = {
    public: createGraphqlHandler({ ...parts, clients: null }),
    entitled: createGraphqlHandler(parts),
  };
  const compresses = config.compresses || !['127.0.0.1', 'localhost', '::1'].includes(host);
  return serve({ host, port, handlers, compresses, evidence: log.handler }).catch((error: unknown) => {
    throw new Error(`Cannot listen at ${host}:${port}: ${whyNot(error)}`, { cause: error });
  });
}

function whyNot(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  if (code === 'EADDRINUSE') return 'another program listens there, set BASEGRID_PORT to a free port';
  if (code === 'EACCES') return 'this user may not, set BASEGRID_PORT to a port above 1023';
  return code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL' ? 'BASEGRID_HOST must be an address of this machine' : code;
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}
