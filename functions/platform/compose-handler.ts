import { composedOnce } from './composed-once.ts';
import { errorAnswer } from './error-answer.ts';
import type { HttpHandler } from './http.ts';
import type { Logger } from './logger.ts';

/** A handler that is composed once for its process; a request that finds it uncomposed is answered "try again" or with a fault. */
export function composeHandler(logger: Logger, compose: () => Promise<HttpHandler>): HttpHandler {
  const composed = composedOnce(compose);
  return async (event, invocation) => {
    try {
      return await (await composed())(event, invocation);
    } catch (error) {
      const traceId = event.requestContext.requestId;
      logger.error('cannot start', error, { traceId });
      return errorAnswer(error, traceId);
    }
  };
}
