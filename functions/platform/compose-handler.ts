import { errorAnswer } from './error-answer.ts';
import type { HttpHandler } from './http.ts';
import type { Logger } from './logger.ts';

/**
 * A handler that is composed once for its process, at once, as Lambda gives a starting process more time and power. Where that
 * fails (its keys cannot be read) the request is answered "try again" or with a fault, and the next one composes anew.
 */
export function composeHandler(logger: Logger, compose: () => Promise<HttpHandler>): HttpHandler {
  let composed: Promise<HttpHandler> | null = null;
  const begin = () => {
    const made = compose();
    made.catch(() => {
      if (composed === made) composed = null;
    });
    composed = made;
    return made;
  };
  begin();
  return async (event, invocation) => {
    try {
      return await (await (composed ?? begin()))(event, invocation);
    } catch (error) {
      const traceId = event.requestContext.requestId;
      logger.error('cannot start', error, { traceId });
      return errorAnswer(error, traceId);
    }
  };
}
