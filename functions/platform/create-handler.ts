import { isVisible } from '../../schema/errors.ts';
import { errorAnswer } from './error-answer.ts';
import { faultCode } from './fault-code.ts';
import { giveUpInTime } from './give-up-in-time.ts';
import type { HttpAnswer, HttpEvent, HttpHandler } from './http.ts';
import type { Logger } from './logger.ts';
import { type Metrics, noMetrics } from './metrics.ts';

/**
 * Wraps a function behind HTTP: whatever it throws becomes an answer, and a fault of ours a line in the log; so does a request
 * that would outlast its function. Its time and its faults are counted.
 */
export function createHandler(
  logger: Logger,
  handle: (event: HttpEvent) => Promise<HttpAnswer>,
  metrics: Metrics = noMetrics,
): HttpHandler {
  return async (event, invocation) => {
    const traceId = event.requestContext.requestId;
    const startedAt = performance.now();
    const answer = await giveUpInTime(() => handle(event), invocation).catch((error) => {
      if (!isVisible(error)) {
        logger.error('request failed', error, { traceId });
        metrics.add(faultMetric(faultCode(error)), 1);
      }
      return errorAnswer(error, traceId);
    });
    metrics.add('latency', performance.now() - startedAt);
    metrics.flush({ traceId, status: String(answer.statusCode) });
    return answer;
  };
}

/** The metric that counts faults of a code. */
export function faultMetric(code: 'INTERNAL' | 'UNAVAILABLE'): 'faults' | 'unavailable' {
  return code === 'UNAVAILABLE' ? 'unavailable' : 'faults';
}
