import { edgeViewerHeader } from '../../functions/platform/edge-headers.ts';
import { hasKey, routeOf } from '../../functions/platform/route.ts';

/** What CloudFront tells its function of a request. */
export interface ViewerRequest {
  readonly viewer: { readonly ip: string };
  readonly request: {
    uri: string;
    readonly headers: { [name: string]: { readonly value: string } };
  };
}

/**
 * Runs in CloudFront, before its cache, on every request: clients know `/graphql` alone, and who calls decides which function is
 * asked. Tells the function whose request it is, as it sees only CloudFront's address (functions/platform/behind-edge.ts).
 * CloudFront's JavaScript takes nothing apart in parameters, nor knows classes or modules.
 */
export function handler(event: ViewerRequest): ViewerRequest['request'] {
  const request = event.request;
  const entrance = routeOf(request.uri, hasKey(request.headers));
  if (entrance !== null) request.uri = `/${entrance}/graphql`;
  request.headers[edgeViewerHeader] = { value: event.viewer.ip };
  return request;
}
