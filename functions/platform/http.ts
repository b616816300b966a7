import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** A request as API Gateway (HTTP API, payload 2.0) hands it to a function. */
export type HttpEvent = APIGatewayProxyEventV2;

/** The answer of a function. */
export interface HttpAnswer extends APIGatewayProxyStructuredResultV2 {
  readonly statusCode: number;
  readonly headers: { readonly [name: string]: string } & Record<string, string>;
  readonly body: string;
}

/** What Lambda tells of a call besides the event, as far as we ask. */
export interface Invocation {
  getRemainingTimeInMillis(): number;
}

/** A function behind HTTP; without an invocation it has all the time in the world. */
export type HttpHandler = (event: HttpEvent, invocation?: Invocation) => Promise<HttpAnswer>;
