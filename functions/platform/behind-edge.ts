import { createHash, timingSafeEqual } from 'node:crypto';
import { edgeProofHeader, edgeViewerHeader } from './edge-headers.ts';
import type { HttpEvent, HttpHandler } from './http.ts';

/**
 * The handler as it is called behind CloudFront, whose address every request then has: a request that brings the proof comes from
 * where CloudFront says. Anybody else who reaches the API is who he is, whatever he says. null: there is no CloudFront.
 */
export function behindEdge(proof: string | null, handler: HttpHandler): HttpHandler {
  if (proof === null) return handler;
  return (event, invocation) => handler(isFromEdge(event, proof) ? withCaller(event) : event, invocation);
}

function isFromEdge({ headers }: HttpEvent, proof: string): boolean {
  const [given, wanted] = [headers[edgeProofHeader] ?? '', proof].map((text) =>
    createHash('sha256').update(text).digest(),
  );
  return given !== undefined && wanted !== undefined && timingSafeEqual(given, wanted);
}

function withCaller(event: HttpEvent): HttpEvent {
  const { http } = event.requestContext;
  const sourceIp = event.headers[edgeViewerHeader] ?? http.sourceIp;
  return { ...event, requestContext: { ...event.requestContext, http: { ...http, sourceIp } } };
}
