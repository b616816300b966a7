import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Deployment } from '../functions/platform/stack-names.ts';
import type { PublicationStep } from './publication-machine.ts';

/** All that may differ from deployment to deployment. */
export interface Config {
  /** CloudFront and its firewall before the API; without them `/graphql` is the function of everyone. */
  readonly edge: boolean;
  /** What becomes of tables, buckets and keys when their stack is deleted. */
  readonly removal: RemovalPolicy;
  /** Whether tables refuse to be deleted. */
  readonly deletionProtection: boolean;
  /** How long nobody, not even the account's owner, can delete or change evidence; null: it is not locked. */
  readonly evidenceLock: Duration | null;
  /** How long logs are kept. */
  readonly logRetention: RetentionDays;
  /** Calls that each function may answer at once, taken from what the account has; null: from its common pool. */
  readonly concurrency: Readonly<Record<FunctionName, number>> | null;
  /** Whether functions compress their answers; CloudFront compresses of them only what it may cache. */
  readonly compresses: boolean;
  /** Requests a second that the API takes, and how many at once. */
  readonly throttle: { readonly rateLimit: number; readonly burstLimit: number };
  /** Requests that the firewall takes of one address in five minutes. */
  readonly requestsOfAddress: number;
  /** Kilobytes of rows in a part of an upload: a larger upload is published in parts. */
  readonly partKilobytes: number;
  /** Rows that publications may reject in five minutes before an alarm rings. */
  readonly rejectedRows: number;
  /** How old the newest edition may become before an alarm rings; null: as old as it likes. */
  readonly editionAge: Duration | null;
  /** Whether the deployer's own rights are used, in place of the roles that `cdk bootstrap` makes. */
  readonly deployerRights: boolean;
}

/** Functions that are deployed; a bundle may be deployed several times, with other rights. */
export type FunctionName =
  | 'public'
  | 'entitled'
  | 'credit'
  | 'credit-public'
  | 'expire'
  | 'evidence'
  | 'sequence'
  | 'sweep'
  | `publish-${PublicationStep}`;

/** Of what is done side by side as many as the machine starts (publish/machine.ts), of the rest one for each upload under way. */
const publishing = {
  'publish-plan': 10,
  'publish-whole': 10,
  'publish-parse': 20,
  'publish-settle': 10,
  'publish-merge': 20,
  'publish-arrange': 10,
  'publish-build': 20,
  'publish-join': 10,
  'publish-fail': 10,
};

const prod: Config = {
  edge: true,
  removal: RemovalPolicy.RETAIN,
  deletionProtection: true,
  evidenceLock: Duration.days(5 * 365),
  logRetention: RetentionDays.ONE_YEAR,
  concurrency: {
    public: 200,
    entitled: 100,
    credit: 100,
    'credit-public': 100,
    expire: 1,
    evidence: 50,
    sequence: 1,
    sweep: 1,
    ...publishing,
  },
  compresses: true,
  throttle: { rateLimit: 2000, burstLimit: 1000 },
  requestsOfAddress: 6000,
  partKilobytes: 65_536,
  rejectedRows: 100, // more than a clerk mends by hand in a day
  editionAge: Duration.days(35), // a city that publishes every month has missed one
  deployerRights: false,
};

const dev: Config = {
  ...prod,
  edge: false, // nobody's address is hidden behind it, and it takes a quarter of an hour to deploy
  removal: RemovalPolicy.DESTROY, // what was tried is thrown away
  deletionProtection: false, // likewise
  evidenceLock: null, // likewise
  logRetention: RetentionDays.ONE_MONTH, // nobody looks back further
  concurrency: null, // a new account has ten in all, and none may be set aside
  editionAge: null, // nobody publishes there regularly
  throttle: { rateLimit: 100, burstLimit: 100 }, // a loop run wild costs little
};

const local: Config = {
  ...prod,
  edge: false, // the emulator refuses firewalls, and its CloudFront does not reach the API
  removal: RemovalPolicy.DESTROY, // what was tried is thrown away
  deletionProtection: false, // likewise
  evidenceLock: null, // likewise
  compresses: false, // the emulator spoils compressed bodies of JSON
  partKilobytes: 256, // so that a file of a moment goes through all steps
  deployerRights: true, // with IAM enforced the emulator does not let the roles of bootstrapping be taken
};

/** Every deployment's configuration. */
export const configs: Readonly<Record<Deployment, Config>> = { local, dev, prod };

/** True for a region of AWS in China, where CloudFront runs no functions and web ACLs cannot be made for it. */
export function isInChina(region: string): boolean {
  return region.startsWith('cn-');
}

/** The configuration of a deployment in a region: what the region does not offer is left out. */
export function configIn(deployment: Deployment, region: string): Config {
  const config = configs[deployment];
  return isInChina(region) ? { ...config, edge: false } : config;
}

/** What a deployment has to do without in its region, in one line; null: nothing. */
export function leftOutIn(deployment: Deployment, region: string): string | null {
  if (!configs[deployment].edge || configIn(deployment, region).edge) return null;
  return `Region ${region} knows no CloudFront functions: ${deployment} is made without CloudFront and firewall, /graphql is the function of everyone`;
}
