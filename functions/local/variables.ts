/** Every variable of the environment that commands read, with its meaning and, in brackets, what holds without it. */
const meanings = {
  BASEGRID_PORT: 'where the server listens (4000)',
  BASEGRID_HOST: 'likewise (127.0.0.1)',
  BASEGRID_DATA: 'data folder (.basegrid)',
  BASEGRID_SAMPLE: 'houses of the sample city that a first start publishes; 0: none (100000)',
  BASEGRID_STORE: '"sqlite" or "dynamodb" (sqlite)',
  BASEGRID_TABLE_PREFIX: 'with dynamodb: what names of tables begin with (basegrid-)',
  BASEGRID_BUCKET: 'with dynamodb: the bucket for reports (none: the data folder)',
  BASEGRID_LIMITS: '"on" keeps budgets of points (off; with dynamodb on)',
  BASEGRID_CACHE_MEGABYTES: 'memory for decoded blocks (128)',
  BASEGRID_COMPRESS: '"on" compresses answers, also for programs of this machine (off)',
  BASEGRID_CREDIT_PER_DAY: 'credit queries a day for every caller (by tier)',
  BASEGRID_EVIDENCE_ORIGIN: 'name of the evidence log and of its keys (basegrid.local/evidence)',
  BASEGRID_NOW: 'ISO instant where the clock starts (now)',
  AWS_ENDPOINT_URL_DYNAMODB: 'with dynamodb: where it is, such as http://127.0.0.1:8000 (the region)',
  AWS_ENDPOINT_URL: 'with --deployment local: the emulator, such as http://127.0.0.1:4566',
  AWS_REGION: 'with --deployment: its region (that of the profile)',
  AWS_PROFILE: 'or keys, as for every AWS program',
  CDK_DEFAULT_ACCOUNT: 'the account that templates are for (any)',
} as const;

/** Name of a variable. */
export type VariableName = keyof typeof meanings;

/** By these a command finds the store of this machine. */
export const storeVariables = [
  'BASEGRID_DATA',
  'BASEGRID_STORE',
  'BASEGRID_TABLE_PREFIX',
  'BASEGRID_BUCKET',
  'AWS_ENDPOINT_URL_DYNAMODB',
] as const satisfies readonly VariableName[];

/** By these it finds a deployment. */
export const deploymentVariables = [
  'AWS_REGION',
  'AWS_PROFILE',
  'AWS_ENDPOINT_URL',
] as const satisfies readonly VariableName[];

/** A line for each variable, as `--help` shows it. */
export function variableLines(names: readonly VariableName[]): readonly string[] {
  const width = Math.max(...names.map((name) => name.length));
  return names.map((name) => `  ${name.padEnd(width)}  ${meanings[name]}`);
}
