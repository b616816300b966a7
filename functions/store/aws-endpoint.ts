import type { Agent } from 'node:https';
import type { Endpoint } from '../platform/config.ts';

/** True for an endpoint on this machine: an emulator or a local engine. */
export function isLocal({ url }: Endpoint): boolean {
  return url !== null && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);
}

const sockets = { keepAlive: true, maxSockets: 50 };
/** Stands for an agent where none is needed: the SDK would load TLS and make one. */
const noAgent = { destroy: () => {} };

/** What the SDK would look for in environment and files, one after the other, before its first request. */
const decided = {
  retryMode: 'standard',
  useDualstackEndpoint: false,
  useFipsEndpoint: false,
  defaultsMode: 'standard',
  accountIdEndpointMode: 'disabled',
  authSchemePreference: async () => [],
  userAgentAppId: async () => undefined,
  endpointDiscoveryEnabledProvider: async () => false,
} as const;

/** Milliseconds that an answer may let us wait, and that a connection may be silent; then the request fails with a TimeoutError. */
export interface Patience {
  readonly requestTimeout: number;
  readonly socketTimeout: number;
}

const usual: Patience = { requestTimeout: 10_000, socketTimeout: 10_000 };
/** Of objects: a large one travels for a while, and whoever reads one in a stream may rest meanwhile. */
export const largeObjects: Patience = { requestTimeout: 120_000, socketTimeout: 300_000 };

/** Options that all our AWS clients share: connections kept alive, bounded waiting, and one attempt, as repeating is ours. */
export function clientOptions(endpoint: Endpoint, patience: Patience = usual) {
  return {
    maxAttempts: 1,
    ...decided,
    requestHandler: {
      httpAgent: sockets,
      httpsAgent: endpoint.url?.startsWith('http:') ? (noAgent as unknown as Agent) : sockets,
      connectionTimeout: 2000,
      ...patience,
      throwOnRequestTimeout: true,
    },
    ...(endpoint.url === null ? {} : { endpoint: endpoint.url }),
    ...(endpoint.region === null ? {} : { region: endpoint.region }),
    ...(isLocal(endpoint) && !endpoint.hasKeys ? localIdentity(endpoint) : {}),
  };
}

function localIdentity({ region }: Endpoint) {
  return { region: region ?? 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
}
