/** Names of deployments: an emulator, an account to try things in, the city's own. */
export const deployments = ['local', 'dev', 'prod'] as const;

/** Where the app can be deployed. */
export type Deployment = (typeof deployments)[number];

/** A deployment's stacks; `infra/` makes them, commands that work on a deployed store look them up. */
export type StackName = 'data' | 'edge' | 'api' | 'publish' | 'watch';

/** The name of a stack in CloudFormation: `basegrid-prod-data`. */
export function stackName(deployment: string, stack: StackName): string {
  return `basegrid-${deployment}-${stack}`;
}

/** Outputs of the stacks, by what they tell: keys in CloudFormation, and the stack that has them. */
export const stackOutputs = {
  /** Where GraphQL is answered over HTTP, without `/graphql`. */
  apiUrl: { stack: 'api', key: 'ApiUrl' },
  /** Takes source files under `incoming/<register>/`. */
  sourceBucket: { stack: 'data', key: 'SourceBucket' },
  /** Has reports as `<register>/<name>.report.json`. */
  reportBucket: { stack: 'data', key: 'ReportBucket' },
  /** What the names of all tables begin with. */
  tablePrefix: { stack: 'data', key: 'TablePrefix' },
  /** Id of the secret in Secrets Manager from which the keys come. */
  secrets: { stack: 'data', key: 'Secrets' },
  /** Id of the one from which the key of the evidence log comes. */
  evidenceSecret: { stack: 'data', key: 'EvidenceSecrets' },
} as const satisfies Record<string, { readonly stack: StackName; readonly key: string }>;

/** What a stack tells. */
export type StackOutput = keyof typeof stackOutputs;
