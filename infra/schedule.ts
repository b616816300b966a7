import { Rule, RuleTargetInput, type Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

/** When a function is called, and why a call that fails does not matter for long. */
export interface Calling {
  readonly schedule: Schedule;
  readonly description: string;
  readonly madeUpFor: string;
}

/** Calls a function on a schedule. */
export function callOnSchedule(scope: Construct, target: LambdaFunction, calling: Calling): void {
  const { schedule, description, madeUpFor } = calling;
  const rule = new Rule(scope, `${target.node.id}Schedule`, { description, schedule });
  rule.addTarget(new LambdaTarget(target, { retryAttempts: 2, event: RuleTargetInput.fromObject({}) }));
  acknowledge(rule, 'Serverless-EventBusDLQ', madeUpFor);
}
