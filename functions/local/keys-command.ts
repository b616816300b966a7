import { parseCreditCode } from '../../schema/codes/credit-code.ts';
import { refusal } from '../../schema/codes/parsed.ts';
import { mayBeResidentId } from '../../schema/codes/resident-id.ts';
import { counted } from '../../schema/counted.ts';
import type { Client, ClientStore } from '../../schema/ports.ts';
import { type Tier, tiers } from '../../schema/privacy/tier.ts';
import type { Clock } from '../platform/clock.ts';
import { type Config, clockOf, readConfig } from '../platform/config.ts';
import { createClient } from '../store/client-secret.ts';
import { openSecrets } from '../store/open-secrets.ts';
import { openStore } from '../store/open-store.ts';
import { replaceSecret } from '../store/replace-secret.ts';
import { deployedConfig } from './deployment.ts';
import { runCommand, usageError } from './run-command.ts';
import { openStandingStore } from './standing-store.ts';
import { deploymentVariables, storeVariables } from './variables.ts';

const form = {
  name: 'keys',
  usage: `npm run keys -- create --tier TIER --name TEXT [--subject USCC]   make a client; its secret is shown once
npm run keys -- list                                              all clients, without their secrets
npm run keys -- revoke ID                                         refuse a client from now on
npm run keys -- rotate cursors                                    seal cursors by a new key; those given out are refused
npm run keys -- rotate clients                                    know clients by a new key; all need new secrets
  --tier   REGISTERED, ENTERPRISE or GOVERNMENT
  --deployment NAME   clients of a deployed store: local, dev or prod
  --json   print JSON`,
  reads: [...storeVariables, 'BASEGRID_NOW', ...deploymentVariables],
  options: {
    tier: { type: 'string' },
    name: { type: 'string' },
    subject: { type: 'string' },
    deployment: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
  takesWords: true,
} as const;

interface Surroundings {
  readonly clients: ClientStore;
  readonly clock: Clock;
  readonly pepper: Uint8Array;
  readonly config: Config;
}

interface Options {
  readonly tier?: string | undefined;
  readonly name?: string | undefined;
  readonly subject?: string | undefined;
}

/** What is printed: an object for --json, lines for people. */
interface Outcome {
  readonly json: unknown;
  readonly lines: readonly string[];
  readonly status: 0 | 1;
}

type Action = (surroundings: Surroundings) => Promise<Outcome>;

await runCommand(form, async ({ values, positionals }) => {
  const act = actionOf(positionals, values);
  const config = await configOf(values.deployment);
  // A client may be made before anything is published; all else has nothing to do in a new folder.
  const store = await (positionals[0] === 'create' ? openStore : openStandingStore)(config);
  try {
    const { keyPepper } = await openSecrets(config);
    const outcome = await act({ clients: store.clients, clock: clockOf(config), pepper: keyPepper, config });
    const out = outcome.status === 0 ? process.stdout : process.stderr;
    out.write(values.json ? `${JSON.stringify(outcome.json)}\n` : outcome.lines.map((line) => `${line}\n`).join(''));
    return outcome.status;
  } finally {
    await store.close();
  }
});

async function configOf(deployment: string | undefined): Promise<Config> {
  const config = readConfig(process.env);
  return deployment === undefined ? config : deployedConfig(config, deployment);
}

function actionOf([verb, ...rest]: readonly string[], options: Options): Action {
  const [id, ...more] = rest;
  if (verb === 'create' && id === undefined) return create(options);
  if (options.tier ?? options.name ?? options.subject)
    throw usageError('Cannot read options: --tier, --name and --subject belong to "create"');
  if (verb === 'list' && id === undefined) return list;
  if (verb === 'revoke' && id !== undefined && more.length === 0) return revoke(id);
  if (verb === 'rotate' && (id === 'cursors' || id === 'clients') && more.length === 0) return rotate(id);
  const right = 'must be create, list, revoke ID, rotate cursors or rotate clients';
  throw usageError(`Cannot run "keys ${[verb, ...rest].join(' ').trim()}": ${right}`);
}

function create(options: Options): Action {
  const wish = { tier: tierNamed(options.tier), name: nameGiven(options.name), subject: subjectGiven(options.subject) };
  return async ({ clients, clock, pepper }) => {
    const { client, secret } = createClient(wish, { now: clock(), pepper });
    await clients.put(client);
    const { id, tier } = client;
    const lines = [`client  ${id}`, `tier    ${tier}`, `secret  ${secret}`, 'Keep the secret: it is not shown again.'];
    return { json: { id, secret, tier }, lines, status: 0 };
  };
}

async function list({ clients }: Surroundings): Promise<Outcome> {
  const all = await clients.list();
  const known = all.map(({ secretHash: _, ...client }) => client);
  return { json: known, lines: known.length === 0 ? ['No clients'] : known.map(lineOf), status: 0 };
}

function revoke(id: string): Action {
  return async ({ clients, clock }) => {
    const client = (await clients.list()).find((candidate) => candidate.id === id);
    if (client === undefined) {
      const message = `Cannot revoke client "${id}": it must be one of "keys list", is not`;
      return { json: { error: message }, lines: [message], status: 1 };
    }
    const revokedAt = client.revokedAt ?? new Date(clock()).toISOString();
    await clients.put({ ...client, revokedAt });
    return { json: { id, revokedAt }, lines: [`revoked  ${id}`], status: 0 };
  };
}

function rotate(what: 'cursors' | 'clients'): Action {
  return async (surroundings) => {
    const { config, clients } = surroundings;
    // Listed before: whoever is made meanwhile may be known by the new key.
    const known = what === 'clients' ? await clients.list() : [];
    await replaceSecret(config, what === 'cursors' ? 'cursorKey' : 'keyPepper');
    const ended = await markRotated(known, surroundings);
    const when = config.deployed === null ? 'when the server starts again' : 'as functions start anew';
    const lines = [`rotated  ${what}: the new key is used ${when}`];
    if (ended > 0)
      lines.push(`${counted(ended, 'client needs a new secret', 'clients need new secrets')} from then on`);
    return { json: { rotated: what }, lines, status: 0 };
  };
}

/** Their secrets end as processes start anew, which nobody sees from here: so it is told since when. Answers how many they are. */
async function markRotated(known: readonly Client[], { clients, clock }: Surroundings): Promise<number> {
  const rotatedAt = new Date(clock()).toISOString();
  const ended = known.filter((client) => client.rotatedAt === undefined);
  for (const client of ended) await clients.put({ ...client, rotatedAt });
  return ended.filter(({ revokedAt }) => revokedAt === null).length;
}

function lineOf({ id, tier, name, createdAt, revokedAt, rotatedAt }: Omit<Client, 'secretHash'>): string {
  const revoked = revokedAt === null ? '' : `, revoked ${revokedAt}`;
  const state = rotatedAt === undefined ? revoked : `${revoked}, rotated away ${rotatedAt}`;
  return `${id}  ${tier.padEnd(10)}  ${name}  (since ${createdAt}${state})`;
}

/** PUBLIC needs no key, and a key of it would only make its holder known. */
function tierNamed(text: string | undefined): Tier {
  const tier = tiers.find((candidate) => candidate === text);
  if (tier !== undefined && tier !== 'PUBLIC') return tier;
  throw usageError(`Cannot make client of tier "${text ?? ''}": must be REGISTERED, ENTERPRISE or GOVERNMENT`);
}

function nameGiven(text: string | undefined): string {
  const name = text?.trim() ?? '';
  if (name !== '' && name.length <= 200) return name;
  throw usageError(`Cannot make client: --name must have 1 to 200 characters, has ${name.length}`);
}

/** The organisation that the client is; a number that may be a person's is not repeated. */
function subjectGiven(text: string | undefined): string | null {
  if (text === undefined) return null;
  const parsed = parseCreditCode(text);
  if (parsed.ok) return parsed.value;
  const shown = mayBeResidentId(text) ? `<${counted(text.length, 'character')}>` : text;
  throw usageError(refusal('subject', shown, parsed));
}
