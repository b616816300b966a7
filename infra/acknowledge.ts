import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Says why a rule of cdk-nag does not hold of a construct and what is below it. */
export function acknowledge(construct: IConstruct, rule: string | readonly string[], reason: string): void {
  for (const id of [rule].flat()) Validations.of(construct).acknowledge({ id, reason });
}
