/** A module, of a dependency or of ours, that bundles do without, because nothing that our functions call needs it. */
export interface LeftOut {
  /** End of its path, from the package's name or the project's folder on. */
  readonly module: string;
  /**
   * What stands in its place: the names that it must still export, where using one of them throws; or a program, which
   * may import what lies in this folder. `null`: nothing, as it is
   * CommonJS and asked for names only when they are used.
   */
  readonly instead: readonly string[] | string | null;
  /** Why it is not needed. */
  readonly reason: string;
}

const plugins = '@apollo/server/dist/esm/plugin';
const disabled = 'functions/graphql/apollo-server.ts disables this plugin';
const wrapsWholeSchemas = 'applyMiddleware is made of it; guard-root-fields.ts wraps root fields itself';
const lambdaKeys = "a Lambda has its keys in its environment, where the SDK's first provider finds them";

const program = (...lines: readonly string[]) => lines.join('\n');

/** What is left out; each entry saves bytes, and those that are loaded at once save time of every cold start. */
export const leftOut: readonly LeftOut[] = [
  {
    module: 'functions/graphql/open-locally.ts',
    instead: ['openLocally'],
    reason: 'a deployed function opens tables, and what it shared with local stores would lie in a dozen files more',
  },
  {
    module: 'graphql/type/assertName.mjs',
    instead: program('export const assertName = (name) => name;', 'export const assertEnumValueName = (name) => name;'),
    reason: 'it looks at every character of every name of a schema that never changes; a test has it look',
  },
  {
    module: 'graphql/type/validate.mjs',
    instead: program('export const validateSchema = () => [];', 'export const assertValidSchema = () => {};'),
    reason:
      'schemas are made as valid ones (schema-of-listed.ts), of which it says so without a look; a test has it look',
  },
  {
    module: 'graphql/utilities/printSchema.mjs',
    instead: ['printSchema', 'printType', 'printIntrospectionSchema'],
    reason: 'Apollo Server prints a schema for a store of documents that it is given; none is',
  },
  {
    module: 'graphql/utilities/lexicographicSortSchema.mjs',
    instead: ['lexicographicSortSchema'],
    reason: 'toSchema of Pothos sorts with it; fields-when-asked.ts makes the schema',
  },
  { module: `${plugins}/usageReporting/index.js`, instead: ['ApolloServerPluginUsageReporting'], reason: disabled },
  { module: `${plugins}/schemaReporting/index.js`, instead: ['ApolloServerPluginSchemaReporting'], reason: disabled },
  { module: `${plugins}/inlineTrace/index.js`, instead: ['ApolloServerPluginInlineTrace'], reason: disabled },
  { module: `${plugins}/cacheControl/index.js`, instead: ['ApolloServerPluginCacheControl'], reason: disabled },
  {
    module: `${plugins}/landingPage/default/index.js`,
    instead: ['ApolloServerPluginLandingPageLocalDefault', 'ApolloServerPluginLandingPageProductionDefault'],
    reason: disabled,
  },
  {
    module: '/node_modules/@graphql-tools/schema/esm/index.js',
    instead: ['makeExecutableSchema'],
    reason: 'Apollo Server makes a schema from text with it; ours is made by Pothos',
  },
  {
    module: '@apollo/utils.createhash/dist/index.js',
    instead: "export { createHash } from 'node:crypto';",
    reason: 'it finds no crypto in a bundle, and would load and run SHA-256 in JavaScript',
  },
  {
    module: '@apollo/server/dist/esm/incrementalDeliveryPolyfill.js',
    instead: ['executeIncrementally'],
    reason: 'executor.ts runs operations; this asks for all of graphql-js, so that nothing of it could be left out',
  },
  {
    module: '@apollo/utils.keyvaluecache/dist/InMemoryLRUCache.js',
    instead: "export { InMemoryLRUCache } from './kept-documents.ts';",
    reason: 'it loads lru-cache, where we have a map of the same kind',
  },
  { module: 'loglevel/lib/loglevel.js', instead: null, reason: 'apollo-server.ts gives a logger of ours' },
  {
    module: 'tslib/tslib.es6.mjs',
    instead: program(
      'const own = (module) => Object.fromEntries(Object.entries(module));',
      'export const __importStar = (module) => (module.__esModule ? module : { ...own(module), default: module });',
      'export const __importDefault = (module) => (module.__esModule ? module : { default: module });',
    ),
    reason: 'graphql-shield, the only one that requires it, uses these two',
  },
  { module: 'graphql-middleware/dist/middleware.js', instead: null, reason: wrapsWholeSchemas },
  { module: 'graphql-middleware/dist/validation.js', instead: null, reason: wrapsWholeSchemas },
  { module: 'object-hash/index.js', instead: null, reason: 'graphql-shield keys its strict cache by it, never used' },
  {
    module: 'yup/es/index.js',
    instead: null,
    reason: 'graphql-shield validates arguments with it in inputRule, never used',
  },
  {
    module: 'fast-json-stringify/index.js',
    instead: null,
    reason: 'graphql-jit writes JSON with it under customJSONSerializer, which is off',
  },
  {
    module: '@aws-sdk/endpoint-cache/dist-es/EndpointCache.js',
    instead: 'export class EndpointCache {}',
    reason: 'endpoints of DynamoDB are not discovered (aws-endpoint.ts): it loads a cache of another kind',
  },
  { module: 'bowser/bowser.mjs', instead: 'export default {};', reason: 'the SDK tells browsers apart with it' },
  {
    module: '@smithy/node-http-handler/dist-es/node-https.js',
    instead: program(
      "const https = () => process.getBuiltinModule('node:https');",
      'function Agent(options) {',
      '  return new (https().Agent)(options);',
      '}',
      'export const node_https = { Agent, get request() { return https().request; } };',
    ),
    reason: 'TLS is loaded when a client first speaks it, which to an emulator none does',
  },
  {
    module: '@smithy/core/dist-es/submodules/serde/uuid/v4.js',
    instead: "import { randomUUID } from 'node:crypto'; export const bindV4 = () => () => randomUUID();",
    reason: 'it takes the same from Web Crypto, which Node would load for it',
  },
  {
    module: '@smithy/core/dist-es/submodules/serde/util-stream/checksum/createChecksumStream.browser.js',
    instead: ['createChecksumStream'],
    reason: 'our requests and answers are streams of Node',
  },
  {
    module: '@smithy/core/dist-es/submodules/serde/util-stream/stream-type-check.js',
    instead: program(
      'const is = (thing, name) => thing?.constructor?.name === name;',
      "export const isReadableStream = (thing) => is(thing, 'ReadableStream');",
      "export const isBlob = (thing) => is(thing, 'Blob');",
    ),
    reason: 'it compares with the streams of the web, which Node would load for it',
  },
  {
    module: 'zod/v4/core/json-schema-processors.js',
    instead: null,
    reason: 'nothing is written as JSON schema; each processor is asked for only when it would run',
  },
  {
    module: 'zod/v4/core/to-json-schema.js',
    instead: [
      'createStandardJSONSchemaMethod',
      'createToJSONSchemaMethod',
      'extractDefs',
      'finalize',
      'initializeContext',
      'process',
      'processSchema',
    ],
    reason: 'nothing is written as JSON schema',
  },
  { module: '@aws-sdk/credential-provider-sso/dist-es/index.js', instead: ['fromSSO'], reason: lambdaKeys },
  { module: '@aws-sdk/credential-provider-ini/dist-es/index.js', instead: ['fromIni'], reason: lambdaKeys },
  { module: '@aws-sdk/credential-provider-process/dist-es/index.js', instead: ['fromProcess'], reason: lambdaKeys },
  {
    module: '@aws-sdk/credential-provider-web-identity/dist-es/index.js',
    instead: ['fromTokenFile'],
    reason: lambdaKeys,
  },
];

/** What stands in the bundle in place of a module that is left out. */
export function placeholder({ module, instead }: LeftOut): string {
  if (instead === null) return 'module.exports = {};';
  if (typeof instead === 'string') return instead;
  const absent = `() => { throw new Error(${JSON.stringify(`Cannot call ${module}: it is left out of the bundle`)}); }`;
  return instead.map((name) => `export const ${name} = ${absent};`).join('\n');
}

/** The entry of the module at `path`, if it is left out. */
export function leftOutAt(path: string): LeftOut | null {
  const place = path.replaceAll('\\', '/');
  return leftOut.find(({ module }) => place.endsWith(module)) ?? null;
}
