import type { Config } from './config.ts';
import { deployedLogger } from './deployed-logger.ts';
import { deployedMetrics } from './deployed-metrics.ts';
import { createLogger, type Logger } from './logger.ts';
import { type Metrics, noMetrics } from './metrics.ts';

/** How a process is watched from outside. */
export interface Watch {
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Log and metrics of a process: for CloudWatch where it is deployed, else plain lines. */
export function openWatch({ deployed }: Config): Watch {
  return deployed === null
    ? { logger: createLogger(), metrics: noMetrics }
    : { logger: deployedLogger(), metrics: deployedMetrics(deployed.service) };
}
