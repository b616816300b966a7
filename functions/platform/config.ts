import { parseDay } from '../../schema/dates/day.ts';
import { type Clock, clockFrom, systemClock } from './clock.ts';

/** Where an AWS client connects to, by the SDK's own variables: read here to know an engine on this machine. */
export interface Endpoint {
  /** Null: the service of the region. */
  readonly url: string | null;
  /** Null: the region that the SDK finds elsewhere. */
  readonly region: string | null;
  /** False: no keys are in the environment. An engine on this machine takes any. */
  readonly hasKeys: boolean;
  /** The keys in the environment, where nothing else there says who asks; absent: the SDK finds out. */
  readonly keys?: Keys;
}

/** By which requests to AWS are signed. */
export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** What its stacks tell a deployed function; each function is told only what it may use, the rest is null. */
export interface Deployed {
  /** Id of the secret in Secrets Manager from which the function's keys come: of cursors and clients, or of the evidence log. */
  readonly secrets: string;
  /** Name of the function in its metrics, as in its log, where Powertools reads it. */
  readonly service: string;
  /** Id of the secret by which CloudFront proves to be CloudFront; null where there is none. */
  readonly edgeSecret: string | null;
  /** Bucket where source files arrive, under `incoming/<register>/`. */
  readonly sourceBucket: string | null;
  readonly reportBucket: string | null;
  /** Bucket of the parts and runs of publications under way. */
  readonly workBucket: string | null;
  readonly evidenceBucket: string | null;
  /** Name of the function that answers credit queries. */
  readonly creditFunction: string | null;
}

/** All that the environment decides, parsed once at start. */
export interface Config {
  readonly store: 'sqlite' | 'dynamodb';
  /** Folder of the embedded store, of secrets, and of objects where no bucket is given. */
  readonly data: string;
  readonly port: number;
  readonly host: string;
  /** Houses of the sample city that a first run publishes; 0 is none. */
  readonly sample: number;
  /** Where the clock starts, in milliseconds since 1970; null is the machine's time. */
  readonly now: number | null;
  readonly tablePrefix: string;
  readonly bucket: string | null;
  /** Memory of decoded blocks, all field classes together. */
  readonly cacheBytes: number;
  /** Whether viewers' budgets of points are kept. In a local run of one's own they are not, unless asked for. */
  readonly limits: boolean;
  /** Whether answers are compressed for clients that take it, by whoever gives them. */
  readonly compresses: boolean;
  /** Credit queries a day for every caller, in a local run; null: by tier. */
  readonly creditPerDay: number | null;
  /** Bytes of raw rows in a part of an upload, from 1 KiB on: a larger upload is published in several. */
  readonly partBytes: number;
  /** True for functions that serve nobody but keyless callers: from open blocks alone, and of credit what tier PUBLIC may know. */
  readonly publicOnly: boolean;
  /** Which build of the program runs. */
  readonly build: string;
  /** Name of the evidence log, and of the keys that sign its checkpoints. */
  readonly evidenceOrigin: string;
  /** null in a local run, also on an engine of this machine. */
  readonly deployed: Deployed | null;
  readonly dynamodb: Endpoint;
  readonly s3: Endpoint;
  readonly secretsManager: Endpoint;
  readonly lambda: Endpoint;
  readonly cloudformation: Endpoint;
}

/** Values by variable name, as in `process.env`. */
export type Environment = { readonly [name: string]: string | undefined };

/** Reads the configuration; an empty variable counts as absent. Throws an error that names the variable and its right form. */
export function readConfig(environment: Environment): Config {
  const text = (name: string) => environment[name] || null;
  const whole = (name: string, otherwise: number, most: number) => wholeNumber(name, text(name), otherwise, most);
  const store = storeKind(text('BASEGRID_STORE') ?? 'sqlite');
  const flag = (name: string, otherwise: boolean) => onOrOff(name, text(name), otherwise);
  return {
    store,
    data: text('BASEGRID_DATA') ?? '.basegrid',
    port: whole('BASEGRID_PORT', 4000, 65_535),
    host: text('BASEGRID_HOST') ?? '127.0.0.1',
    sample: whole('BASEGRID_SAMPLE', 100_000, 100_000_000),
    now: instant('BASEGRID_NOW', text('BASEGRID_NOW')),
    tablePrefix: tablePrefix(text('BASEGRID_TABLE_PREFIX') ?? 'basegrid-'),
    bucket: text('BASEGRID_BUCKET'),
    cacheBytes: whole('BASEGRID_CACHE_MEGABYTES', 128, 1_000_000) * 2 ** 20,
    limits: flag('BASEGRID_LIMITS', store === 'dynamodb'),
    compresses: flag('BASEGRID_COMPRESS', false),
    creditPerDay: text('BASEGRID_CREDIT_PER_DAY') === null ? null : whole('BASEGRID_CREDIT_PER_DAY', 0, 100_000_000),
    partBytes: Math.max(1, whole('BASEGRID_PART_KILOBYTES', 65_536, 1_000_000)) * 1024,
    publicOnly: flag('BASEGRID_PUBLIC_ONLY', false),
    build: text('BASEGRID_BUILD') ?? text('npm_package_version') ?? 'development',
    evidenceOrigin: evidenceOrigin(text('BASEGRID_EVIDENCE_ORIGIN') ?? 'basegrid.local/evidence'),
    deployed: deployed(text),
    dynamodb: endpoint(environment, 'AWS_ENDPOINT_URL_DYNAMODB'),
    s3: endpoint(environment, 'AWS_ENDPOINT_URL_S3'),
    secretsManager: endpoint(environment, 'AWS_ENDPOINT_URL_SECRETS_MANAGER'),
    lambda: endpoint(environment, 'AWS_ENDPOINT_URL_LAMBDA'),
    cloudformation: endpoint(environment, 'AWS_ENDPOINT_URL_CLOUDFORMATION'),
  };
}

/** The clock that `config` asks for: from BASEGRID_NOW on, else the machine's. */
export function clockOf(config: Config): Clock {
  return config.now === null ? systemClock : clockFrom(config.now);
}

function deployed(text: (name: string) => string | null): Deployed | null {
  const secrets = text('BASEGRID_SECRETS');
  if (secrets === null) return null;
  // For demonstrations: another clock, another budget.
  for (const name of ['BASEGRID_NOW', 'BASEGRID_CREDIT_PER_DAY']) {
    const value = text(name);
    if (value !== null) refuse(name, value, 'absent in a deployed function, which BASEGRID_SECRETS makes it');
  }
  return {
    secrets,
    service: text('POWERTOOLS_SERVICE_NAME') ?? 'service_undefined',
    edgeSecret: text('BASEGRID_EDGE_SECRET'),
    sourceBucket: text('BASEGRID_SOURCE_BUCKET'),
    reportBucket: text('BASEGRID_REPORT_BUCKET'),
    workBucket: text('BASEGRID_WORK_BUCKET'),
    evidenceBucket: text('BASEGRID_EVIDENCE_BUCKET'),
    creditFunction: text('BASEGRID_CREDIT_FUNCTION'),
  };
}

function endpoint(environment: Environment, variable: string): Endpoint {
  const url = environment[variable] || environment.AWS_ENDPOINT_URL || null;
  if (url !== null && !URL.canParse(url)) refuse(variable, url, 'a URL such as "http://127.0.0.1:8000"');
  return {
    url,
    region: environment.AWS_REGION || environment.AWS_DEFAULT_REGION || null,
    hasKeys: Boolean(environment.AWS_ACCESS_KEY_ID),
    ...keysIn(environment),
  };
}

/** A profile comes before keys, as it does for the SDK. */
function keysIn(environment: Environment): Pick<Endpoint, 'keys'> {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment;
  if (!accessKeyId || !secretAccessKey || environment.AWS_PROFILE) return {};
  const sessionToken = environment.AWS_SESSION_TOKEN;
  return { keys: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) } };
}

function refuse(name: string, value: string, wanted: string): never {
  throw new Error(`Cannot read ${name} ${JSON.stringify(value)}: must be ${wanted}`);
}

function storeKind(value: string): Config['store'] {
  return value === 'sqlite' || value === 'dynamodb' ? value : refuse('BASEGRID_STORE', value, '"sqlite" or "dynamodb"');
}

function wholeNumber(name: string, value: string | null, otherwise: number, most: number): number {
  if (value === null) return otherwise;
  const number = Number(value);
  return /^\d{1,9}$/.test(value) && number <= most ? number : refuse(name, value, `a whole number from 0 to ${most}`);
}

function onOrOff(name: string, value: string | null, otherwise: boolean): boolean {
  if (value === null) return otherwise;
  return value === 'on' || value === 'off' ? value === 'on' : refuse(name, value, '"on" or "off"');
}

const isoInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

function instant(name: string, value: string | null): number | null {
  if (value === null) return null;
  // Date.parse alone takes 30 February for 2 March.
  const milliseconds = isoInstant.test(value) && parseDay(value.slice(0, 10)).ok ? Date.parse(value) : Number.NaN;
  return Number.isNaN(milliseconds)
    ? refuse(name, value, 'an ISO instant such as "2026-01-31T08:00:00Z"')
    : milliseconds;
}

/** Names of keys hold no space and no "+" (C2SP signed-note). */
function evidenceOrigin(value: string): string {
  return /^[\w.:/-]{1,100}$/.test(value)
    ? value
    : refuse('BASEGRID_EVIDENCE_ORIGIN', value, 'a host and path such as "basegrid.example/evidence"');
}

/** DynamoDB allows these characters in names of tables, and at least three of them. */
function tablePrefix(value: string): string {
  return /^[\w.-]{1,100}$/.test(value)
    ? value
    : refuse('BASEGRID_TABLE_PREFIX', value, 'at most 100 letters, digits, "_", "." or "-"');
}
