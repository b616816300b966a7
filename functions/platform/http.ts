import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** A request as API Gateway (HTTP API, payload 2.0) hands it to a function. */
export type HttpEvent = APIGatewayProxyEventV2;

/** The answer of a function. */
export interface HttpAnswer extends APIGatewayProxyStructuredResultV2 {
  readonly statusCode: number;
  readonly headers: { readonly [name: string]: string } & Record<string, string>;
  readonly body: string;
}

/** A function behind HTTP. */
export type HttpHandler = (event: HttpEvent) => Promise<HttpAnswer>;
