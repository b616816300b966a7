import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

/** What starts what. */
export interface Arrival {
  readonly source: Bucket;
  readonly machine: StateMachine;
  /** Takes arrivals for which the machine could not be started. */
  readonly deadLetters: Queue;
}

/** Starts the machine for every object that arrives under `incoming/`. */
export function startOnArrival(scope: Construct, { source, machine, deadLetters }: Arrival): void {
  const role = new Role(scope, 'ArrivalRole', { assumedBy: new ServicePrincipal('events.amazonaws.com') });
  const policy = new ManagedPolicy(scope, 'ArrivalPolicy', {
    roles: [role],
    statements: [new PolicyStatement({ actions: ['states:StartExecution'], resources: [machine.stateMachineArn] })],
  });
  const rule = new Rule(scope, 'Arrival', {
    description: 'A source file has arrived',
    eventPattern: {
      source: ['aws.s3'],
      detailType: ['Object Created'],
      detail: { bucket: { name: [source.bucketName] }, object: { key: [{ prefix: 'incoming/' }] } },
    },
    targets: [
      new SfnStateMachine(machine, {
        role: role.withoutPolicyUpdates(),
        deadLetterQueue: deadLetters,
        retryAttempts: 24,
        maxEventAge: Duration.hours(4),
      }),
    ],
  });
  rule.node.addDependency(policy);
}
