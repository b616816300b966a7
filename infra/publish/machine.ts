import { ArnFormat, Aws, Stack } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { isInChina } from '../config.ts';
import { keyGrant } from '../grants.ts';
import type { Surroundings } from '../make-function.ts';
import { type PublicationStep, publicationMachine } from '../publication-machine.ts';

/** What the machine works with. */
export interface MachineSurroundings {
  readonly functions: Readonly<Record<PublicationStep, LambdaFunction>>;
  readonly deadLetters: Queue;
}

/** As many as write at once without taking more from DynamoDB than a new table on demand gives. */
const sideBySide = 20;

/** The state machine of publications: traced, every step logged without its data. */
export function makeMachine(
  scope: Construct,
  { functions, deadLetters }: MachineSurroundings,
  around: Surroundings,
): StateMachine {
  const { prefix, config, data } = around;
  const name = `${prefix}publication`;
  const logs = new LogGroup(scope, 'MachineLog', {
    logGroupName: `/aws/vendedlogs/states/${name}`, // other names fill up a policy that the whole account shares
    retention: config.logRetention,
    encryptionKey: data.keys.operations,
    removalPolicy: config.removal,
  });
  const { role, policy } = makeRights(scope, name, { functions, deadLetters }, around);
  const arns = Object.fromEntries(Object.entries(functions).map(([step, { functionArn }]) => [step, functionArn]));
  const definition = publicationMachine({
    functions: arns as Record<PublicationStep, string>,
    deadLetters: deadLetters.queueUrl,
    concurrency: sideBySide,
  });
  const machine = new StateMachine(scope, 'Machine', {
    stateMachineName: name,
    definitionBody: DefinitionBody.fromString(Stack.of(scope).toJsonString(definition)),
    role: role.withoutPolicyUpdates(),
    tracingEnabled: true,
    logs: { destination: logs, level: LogLevel.ALL, includeExecutionData: false },
  });
  machine.node.addDependency(policy);
  return machine;
}

function makeRights(scope: Construct, name: string, parts: MachineSurroundings, around: Surroundings) {
  const role = new Role(scope, 'MachineRole', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
  const policy = new ManagedPolicy(scope, 'MachinePolicy', {
    roles: [role],
    statements: [
      ...calls(parts.functions),
      ...runsItself(scope, name),
      ...tells(parts.deadLetters, around),
      ...isLogged(),
    ],
  });
  acknowledge(
    policy,
    'AwsSolutions-IAM5[Resource::*]',
    'X-Ray and the delivery of logs know no resources to limit rights to',
  );
  const { region } = Stack.of(scope);
  const partition = isInChina(region) ? 'aws-cn' : 'aws';
  const executions = ['/', ':'].map(
    (mark) => `arn:${partition}:states:${region}:<AWS::AccountId>:execution:${name}${mark}*`,
  );
  acknowledge(
    policy,
    executions.map((arn) => `AwsSolutions-IAM5[Resource::${arn}]`),
    'Executions of the machine have names that are made when they start',
  );
  return { role, policy };
}

function calls(functions: MachineSurroundings['functions']): PolicyStatement[] {
  const resources = Object.values(functions).map(({ functionArn }) => functionArn);
  return [new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources })];
}

/** Items of a distributed map are executions of the same machine. The account stays unnamed, as what is acknowledged names none. */
function runsItself(scope: Construct, name: string): PolicyStatement[] {
  const form = { service: 'states', account: Aws.ACCOUNT_ID, arnFormat: ArnFormat.COLON_RESOURCE_NAME } as const;
  const arn = (resource: string, resourceName: string) =>
    Stack.of(scope).formatArn({ ...form, resource, resourceName });
  return [
    new PolicyStatement({ actions: ['states:StartExecution'], resources: [arn('stateMachine', name)] }),
    new PolicyStatement({
      actions: ['states:DescribeExecution', 'states:StopExecution'],
      resources: [arn('execution', `${name}/*`), arn('execution', `${name}:*`)],
    }),
  ];
}

function tells(deadLetters: Queue, { data }: Surroundings): PolicyStatement[] {
  return [
    new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }),
    keyGrant(data.keys.operations, 'write', 'sqs'),
  ];
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html and xray-iam.html: none of it can be limited. */
function isLogged(): PolicyStatement[] {
  const logs = ['CreateLogDelivery', 'GetLogDelivery', 'UpdateLogDelivery', 'DeleteLogDelivery', 'ListLogDeliveries'];
  const policies = ['PutResourcePolicy', 'DescribeResourcePolicies', 'DescribeLogGroups'];
  const traces = ['PutTraceSegments', 'PutTelemetryRecords', 'GetSamplingRules', 'GetSamplingTargets'];
  return [
    new PolicyStatement({ actions: [...logs, ...policies].map((action) => `logs:${action}`), resources: ['*'] }),
    new PolicyStatement({ actions: traces.map((action) => `xray:${action}`), resources: ['*'] }),
  ];
}
