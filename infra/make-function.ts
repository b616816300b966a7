import { Duration } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  type FunctionOptions,
  Function as LambdaFunction,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { Config, FunctionName } from './config.ts';
import type { Data } from './data-stack.ts';
import { explainWildcards } from './grants.ts';

/** What all functions of a deployment share. */
export interface Surroundings {
  readonly config: Config;
  /** What names of functions and tables begin with: `basegrid-prod-`. */
  readonly prefix: string;
  /** Of the emulator that it is deployed to; null: AWS. */
  readonly endpoint: string | null;
  /** Folder of the bundle of `functions/<entry>/handler.ts`. */
  readonly bundleOf: (entry: string) => string;
  readonly data: Data;
  /** Environment of all functions. */
  readonly environment: { readonly [name: string]: string };
}

/** What is particular to a function. */
export interface FunctionParts
  extends Pick<FunctionOptions, 'memorySize' | 'timeout' | 'deadLetterQueue' | 'ephemeralStorageSize'> {
  readonly name: FunctionName;
  /** Folder below `functions/`. */
  readonly entry: string;
  /** Name of the export of its `handler.ts`. */
  readonly handler: string;
  readonly description: string;
  readonly environment: { readonly [name: string]: string };
  /** All that it may do, but to write its log and its traces. */
  readonly grants: readonly PolicyStatement[];
}

/** One vCPU. */
const usualMemory = 1769;

/** Every function of the app: Node 24 on arm64, traced, its log kept as long as the deployment says, its rights in one policy. */
export function makeFunction(scope: Construct, parts: FunctionParts, around: Surroundings): LambdaFunction {
  const { name, entry, handler, description, environment, grants, ...options } = parts;
  const { config, prefix, data } = around;
  const id = name.replace(/(^|-)./g, (first) => first.slice(-1).toUpperCase());
  const logGroup = new LogGroup(scope, `${id}Log`, {
    retention: config.logRetention,
    encryptionKey: data.keys.operations,
    removalPolicy: config.removal,
  });
  const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const policy = new ManagedPolicy(scope, `${id}Policy`, {
    roles: [role],
    statements: [writesLog(logGroup), writesTraces(), ...grants],
  });
  const reserved = config.concurrency?.[name];
  const made = new LambdaFunction(scope, id, {
    functionName: `${prefix}${name}`,
    description,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    code: Code.fromAsset(around.bundleOf(entry)),
    handler: `index.${handler}`,
    memorySize: usualMemory,
    timeout: Duration.seconds(25),
    tracing: Tracing.ACTIVE,
    logGroup,
    role: role.withoutPolicyUpdates(),
    environment: { ...around.environment, POWERTOOLS_SERVICE_NAME: `${prefix}${name}`, ...environment },
    ...(reserved === undefined ? {} : { reservedConcurrentExecutions: reserved }),
    ...options,
  });
  made.node.addDependency(policy);
  explainWildcards(policy, around.data);
  explain(made, parts, config);
  return made;
}

function explain(made: LambdaFunction, { deadLetterQueue }: FunctionParts, { concurrency }: Config): void {
  const noNetwork =
    'It talks to DynamoDB, S3, KMS and Secrets Manager alone, over TLS; a network of its own guards nothing there';
  acknowledge(made, 'NIST.800.53.R5-LambdaInsideVPC', noNetwork);
  const caller = 'Whoever calls it waits for the answer, and is told when there is none';
  if (deadLetterQueue === undefined) acknowledge(made, ['Serverless-LambdaDLQ', 'NIST.800.53.R5-LambdaDLQ'], caller);
  const noneSetAside = 'A new account has ten calls at once in all, and none may be set aside';
  if (concurrency === null) acknowledge(made, 'NIST.800.53.R5-LambdaConcurrency', noneSetAside);
}

function writesLog(logGroup: LogGroup): PolicyStatement {
  return new PolicyStatement({
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logGroup.logGroupArn],
  });
}

function writesTraces(): PolicyStatement {
  return new PolicyStatement({ actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: ['*'] });
}
