import type { Deployment } from '../harness/deployment.ts';

export function refusalSuite(_deployment: () => Deployment): void {}
