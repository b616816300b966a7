import { Logger as PowertoolsLogger } from '@aws-lambda-powertools/logger';
import { lazily } from '../../schema/lazily.ts';
import { causesOf, type Logger, withoutPersons } from './logger.ts';

/**
 * The logger of a deployed function: AWS Lambda Powertools, which adds level, time, service and the X-Ray trace. Numbers of
 * persons are redacted wherever they come from, as in local runs. It is made for the first line: most processes write none.
 */
export function deployedLogger(): Logger {
  const logger = lazily(() => new PowertoolsLogger({ jsonReplacerFn: withoutPersons }));
  return {
    info: (message, fields = {}) => logger().info(message, fields),
    warn: (message, fields = {}) => logger().warn(message, fields),
    error: (message, fault, fields = {}) => logger().error(message, { ...fields, faults: causesOf(fault) }),
  };
}
