import { isVisible } from '../../schema/errors.ts';
import { errorAnswer } from './error-answer.ts';
import type { HttpHandler } from './http.ts';
import type { Logger } from './logger.ts';

/** Wraps a function behind HTTP: whatever it throws becomes an answer, and a fault of ours a line in the log. */
export function createHandler(logger: Logger, handle: HttpHandler): HttpHandler {
  return async (event) => {
    try {
      return await handle(event);
    } catch (error) {
      const traceId = event.requestContext.requestId;
      if (!isVisible(error)) logger.error('request failed', error, { traceId });
      return errorAnswer(error, traceId);
    }
  };
}
