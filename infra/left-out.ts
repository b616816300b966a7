/** A module of a dependency that bundles do without, because nothing that our functions call needs it. */
export interface LeftOut {
  /** End of its path, from the package's name on. */
  readonly module: string;
  /**
   * What stands in its place: the names that it must still export, where using one of them throws; or a program. `null`: nothing, as it is
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

/** What is left out; each entry saves bytes, and those that are loaded at once save time of every cold start. */
export const leftOut: readonly LeftOut[] = [
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
