import type { GraphQLSchema } from 'graphql';
import type { Viewer } from '../../schema/context.ts';
import type { EvidenceAppender } from '../../schema/evidence/evidence-store.ts';
import { schema as wholeSchema } from '../../schema/index.ts';
import { rootFieldTiers } from '../../schema/permissions.ts';
import type { ClientStore, EditionReader, LimitStore } from '../../schema/ports.ts';
import { type Budget, budgets } from '../../schema/pricing/budget.ts';
import type { FieldClass } from '../../schema/privacy/field-class.ts';
import { policyVersion } from '../../schema/privacy/policy-version.ts';
import type { Tier } from '../../schema/privacy/tier.ts';
import type { CreditPort } from '../../schema/registers/credit/credit-port.ts';
import { registers } from '../../schema/registers/index.ts';
import type { Blocks } from '../../schema/tree/blocks.ts';
import type { Clock } from '../platform/clock.ts';
import { createHandler, faultMetric } from '../platform/create-handler.ts';
import { faultCode } from '../platform/fault-code.ts';
import type { HttpAnswer, HttpEvent, HttpHandler } from '../platform/http.ts';
import type { Logger } from '../platform/logger.ts';
import { type Metrics, noMetrics } from '../platform/metrics.ts';
import { createSealer } from '../store/sealed-text.ts';
import type { Secrets } from '../store/secret-keys.ts';
import { clientAdmission, keylessAdmission } from './admission.ts';
import { type AnswerWatch, answerPlugin } from './answer-plugin.ts';
import { createApolloServer } from './apollo-server.ts';
import { boundedAnswer } from './bounded-answer.ts';
import { entityTag, keptHeaders, matches } from './cache-policy.ts';
import { preflightAnswer, readableAnywhere } from './cors.ts';
import { creditCaller } from './credit-caller.ts';
import { checkBodySize, type GraphqlRequest, readRequest } from './graphql-request.ts';
import { guardRootFields } from './guard-root-fields.ts';
import { healthAnswer } from './health.ts';
import { createApolloHandler } from './lambda-adapter.ts';
import { paidAlone } from './paid-answer.ts';
import { paymentPlugin } from './payment-plugin.ts';
import { type ReadEvidence, readEvidence } from './read-evidence.ts';
import { refusePersonData } from './refuse-person-data.ts';
import { refusedMethod } from './refused-method.ts';
import { createContext, notedBlocks, notedCredit, type Progress, type RequestContext } from './request-context.ts';
import { createSpending } from './spending.ts';
import { wantsPage } from './wants-page.ts';

/** All that the GraphQL function works with. */
export interface GraphqlParts {
  /** Verified blocks by class; each request is given those of its tier only. */
  readonly blocks: Readonly<Record<FieldClass, Blocks>>;
  readonly editions: EditionReader;
  /** Takes evidence of reads of government-class fields; null at an entrance that cannot read them. */
  readonly evidence: EvidenceAppender | null;
  /** In process, or invoked as a function of its own. */
  readonly credit: CreditPort;
  /** null: the entrance of keyless callers, who are all that it serves. */
  readonly clients: ClientStore | null;
  /** null: nobody's budget is kept. */
  readonly limits: LimitStore | null;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Without them nothing is counted. */
  readonly metrics?: Metrics;
  readonly build: string;
  /** The schema to serve, in place of the whole API. */
  readonly schema?: GraphQLSchema;
  readonly budgets?: Readonly<Record<Tier, Budget>>;
  /** Whether schema and documents are handed out as files beside it. */
  readonly documents?: boolean;
}

/** The GraphQL function: event -> request -> viewer -> context -> Apollo Server (price, guard, execution) -> answer. */
export function createGraphqlHandler(parts: GraphqlParts): HttpHandler {
  const answer = createAnswerer(parts);
  const handle = async (event: HttpEvent) => {
    const { method, path } = event.requestContext.http;
    checkBodySize(event);
    refusePersonData(event);
    if (path === '/health') return healthAnswer(parts.editions, parts.build);
    if (method === 'OPTIONS') return readableAnywhere(preflightAnswer());
    const refused = refusedMethod(event);
    if (refused !== null) return readableAnywhere(refused);
    const request = readRequest(event);
    return readableAnywhere(wantsPage(request) ? await pageFor(request, parts) : await answer(request));
  };
  return createHandler(parts.logger, handle, parts.metrics);
}

/** Few requests are of people: functions start without the page. */
async function pageFor(request: GraphqlRequest, { documents = false }: GraphqlParts): Promise<HttpAnswer> {
  const { addressIn, welcomePage } = await import('./welcome-page.ts');
  return welcomePage({ address: addressIn(request), documents });
}

function createAnswerer(parts: GraphqlParts): (request: GraphqlRequest) => Promise<HttpAnswer> {
  const { secrets, clients, clock, logger, build, metrics = noMetrics } = parts;
  const spending = createSpending(parts.limits, secrets.keyPepper, parts.budgets ?? budgets);
  const schema = guardRootFields(parts.schema ?? wholeSchema, rootFieldTiers);
  const plugins = [paymentPlugin(spending), answerPlugin({ logger, metrics })];
  const apollo = createApolloHandler(createApolloServer({ schema, plugins, logger }));
  const sources = { ...parts, sealer: createSealer(secrets.cursorKey) };
  const admit = clients === null ? keylessAdmission : clientAdmission(clients, secrets.keyPepper, clock);
  const policy = policyVersion(registers);
  const witnessed = witnessing(readEvidence(schema, parts.evidence), { logger, metrics });
  return async (request) => {
    const viewer: Viewer = await admit(request.key);
    const context = await createContext(sources, viewer, clock());
    const tag = entityTag({ context, policyVersion: policy, build }, request.search);
    if (isKept(request) && matches(request.headers['if-none-match'], tag))
      return { statusCode: 304, headers: keptHeaders(context, tag), body: '' };
    const { burst } = spending.budgetOf(viewer.tier);
    const progress: Progress = {
      ...{ variables: null, cost: null, creditQuery: null },
      ...{ readsGovernment: false, charged: false, leafRandom: null, finished: false },
    };
    const whole: RequestContext = {
      ...context,
      blocks: notedBlocks(context.blocks, progress),
      credit: notedCredit(context.credit, progress, request.idempotencyKey),
      limits: { limit: burst, remaining: burst, resetAt: context.now },
      caller: creditCaller(viewer, request.sourceIp, secrets.keyPepper),
      request,
      entityTag: tag,
      progress,
    };
    const answer = await apollo(whole);
    return boundedAnswer(await witnessed(answer, whole), whole);
  };
}

/** Leaves evidence of an answer. Where that fails nothing is answered, but for a credit query that was paid: without what was read beside it. */
function witnessing(leave: ReadEvidence, { logger, metrics }: AnswerWatch) {
  return async (answer: HttpAnswer, context: RequestContext): Promise<HttpAnswer> => {
    try {
      await leave(context);
      return answer;
    } catch (fault) {
      const paid = paidAlone(answer, context, fault);
      if (paid === null) throw fault;
      logger.error('what stands beside a paid query is left out', fault, { traceId: context.request.traceId });
      metrics.add(faultMetric(faultCode(fault)), 1);
      return paid;
    }
  };
}

function isKept({ method, dryRun }: GraphqlRequest): boolean {
  return method === 'GET' && !dryRun;
}
