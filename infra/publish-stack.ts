import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { Data } from './data-stack.ts';
import { makeFunction, type Surroundings } from './make-function.ts';
import { type PublicationStep, publicationSteps } from './publication-machine.ts';
import { makeMachine } from './publish/machine.ts';
import { startOnArrival } from './publish/start-on-arrival.ts';
import { stepParts } from './publish/steps.ts';
import { makeSweeper } from './publish/sweeper.ts';

/** What publishes uploads. */
export interface Publish {
  readonly stack: Stack;
  readonly functions: Readonly<Record<PublicationStep, LambdaFunction>>;
  readonly sweep: LambdaFunction;
  readonly machine: StateMachine;
  /** Uploads whose publication could not be started or was given up, with the reason. */
  readonly deadLetters: Queue;
}

/** The stack of the publication: an object arrives -> EventBridge -> Step Functions -> functions. */
export function makePublishStack(scope: Construct, data: Data, around: Surroundings, props: StackProps): Publish {
  const stack = new Stack(scope, 'publish', props);
  const deadLetters = makeDeadLetters(stack, around);
  const functions = makeSteps(stack, data, around);
  const sweep = makeSweeper(stack, data, around);
  const machine = makeMachine(stack, { functions, deadLetters }, around);
  startOnArrival(stack, { source: data.buckets.source, machine, deadLetters });
  return { stack, functions, sweep, machine, deadLetters };
}

function makeSteps(stack: Stack, data: Data, around: Surroundings): Readonly<Record<PublicationStep, LambdaFunction>> {
  const parts = stepParts(data);
  const { source, report, work } = data.buckets;
  const environment = {
    BASEGRID_SOURCE_BUCKET: source.bucketName,
    BASEGRID_REPORT_BUCKET: report.bucketName,
    BASEGRID_WORK_BUCKET: work.bucketName,
    BASEGRID_PART_KILOBYTES: String(around.config.partKilobytes),
  };
  const make = (step: PublicationStep) =>
    makeFunction(
      stack,
      { name: `publish-${step}`, entry: 'publish', handler: step, environment, ...parts[step] },
      around,
    );
  return Object.fromEntries(publicationSteps.map((step) => [step, make(step)])) as Record<
    PublicationStep,
    LambdaFunction
  >;
}

function makeDeadLetters(stack: Stack, { config, data, prefix }: Surroundings): Queue {
  const queue = new Queue(stack, 'DeadLetters', {
    queueName: `${prefix}dead-letters`,
    encryption: QueueEncryption.KMS,
    encryptionMasterKey: data.keys.operations,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
    removalPolicy: config.removal,
  });
  const end =
    'It is where dead letters lie: somebody reads them, and the alarm "DeadLetters" tells that there are some';
  acknowledge(queue, ['AwsSolutions-SQS3', 'Serverless-SQSRedrivePolicy'], end);
  return queue;
}
