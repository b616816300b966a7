import { type Deployment, deployments } from '../platform/stack-names.ts';
import { usageError } from './run-command.ts';

/** The deployment that was named; throws a usage error for any other word. */
export function deploymentNamed(text: string): Deployment {
  const deployment = deployments.find((name) => name === text);
  if (deployment !== undefined) return deployment;
  throw usageError(`Cannot use deployment ${JSON.stringify(text)}: must be one of ${deployments.join(', ')}`);
}
