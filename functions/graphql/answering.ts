import { behindEdge } from '../platform/behind-edge.ts';
import { compressing } from '../platform/compress.ts';
import type { HttpHandler } from '../platform/http.ts';
import { createGraphqlHandler } from './create-graphql-handler.ts';
import { graphqlParts, type Process } from './graphql-parts.ts';

/** The whole function: compressed, behind the edge where `edgeProof` says that there is one. */
export function answering(process: Process, edgeProof: string | null): HttpHandler {
  const answer = behindEdge(edgeProof, createGraphqlHandler(graphqlParts(process)));
  return process.config.compresses ? compressing(answer) : answer;
}
