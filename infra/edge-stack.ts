import { CfnOutput, Fn, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Config } from './config.ts';
import { makeWebAcl } from './edge/web-acl.ts';

/** Firewalls of CloudFront are made in this region, wherever the rest is. */
const edgeRegion = 'us-east-1';
const output = 'WebAcl';

/** What stands before CloudFront. */
export interface Edge {
  readonly stack: Stack;
  /** ARN of the firewall, as stacks of any region may ask for it. */
  readonly webAclArn: string;
}

/** The stack of the firewall. */
export function makeEdgeStack(scope: Construct, config: Config, props: StackProps): Edge {
  const stack = new Stack(scope, 'edge', { ...props, env: { ...props.env, region: edgeRegion } });
  new CfnOutput(stack, output, { value: makeWebAcl(stack, config).attrArn }).overrideLogicalId(output);
  return { stack, webAclArn: Fn.getStackOutput(stack.stackName, output, edgeRegion) };
}
