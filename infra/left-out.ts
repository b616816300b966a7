/** A module of a dependency that bundles do without, because nothing that our functions call reaches it. */
export interface LeftOut {
  /** End of its path, from the package's name on. */
  readonly module: string;
  /** The names that it must still export; using one of them throws. `null`: it is CommonJS and is asked for names when they are used. */
  readonly names: readonly string[] | null;
  /** Why it is never needed. */
  readonly reason: string;
}

const plugins = '@apollo/server/dist/esm/plugin';
const disabled = 'functions/graphql/apollo-server.ts disables this plugin';
const lambdaKeys = "a Lambda has its keys in its environment, where the SDK's first provider finds them";

/** What is left out; each entry saves bytes, and those that are loaded at once save time of every cold start. */
export const leftOut: readonly LeftOut[] = [
  { module: `${plugins}/usageReporting/index.js`, names: ['ApolloServerPluginUsageReporting'], reason: disabled },
  { module: `${plugins}/schemaReporting/index.js`, names: ['ApolloServerPluginSchemaReporting'], reason: disabled },
  { module: `${plugins}/inlineTrace/index.js`, names: ['ApolloServerPluginInlineTrace'], reason: disabled },
  { module: `${plugins}/cacheControl/index.js`, names: ['ApolloServerPluginCacheControl'], reason: disabled },
  {
    module: `${plugins}/landingPage/default/index.js`,
    names: ['ApolloServerPluginLandingPageLocalDefault', 'ApolloServerPluginLandingPageProductionDefault'],
    reason: disabled,
  },
  {
    module: '/node_modules/@graphql-tools/schema/esm/index.js',
    names: ['makeExecutableSchema'],
    reason: 'Apollo Server makes a schema from text with it; ours is made by Pothos',
  },
  {
    module: 'graphql-middleware/node_modules/@graphql-tools/schema/cjs/index.js',
    names: null,
    reason: 'applyMiddleware wraps whole schemas with it; guard-root-fields.ts wraps root fields itself',
  },
  {
    module: 'yup/es/index.js',
    names: null,
    reason: 'graphql-shield validates arguments with it in inputRule, never used',
  },
  {
    module: 'fast-json-stringify/index.js',
    names: null,
    reason: 'graphql-jit writes JSON with it under customJSONSerializer, which is off',
  },
  { module: '@aws-sdk/credential-provider-sso/dist-es/index.js', names: ['fromSSO'], reason: lambdaKeys },
  { module: '@aws-sdk/credential-provider-ini/dist-es/index.js', names: ['fromIni'], reason: lambdaKeys },
  { module: '@aws-sdk/credential-provider-process/dist-es/index.js', names: ['fromProcess'], reason: lambdaKeys },
  {
    module: '@aws-sdk/credential-provider-web-identity/dist-es/index.js',
    names: ['fromTokenFile'],
    reason: lambdaKeys,
  },
];

/** What stands in the bundle in place of a module that is left out. */
export function placeholder({ module, names }: LeftOut): string {
  if (names === null) return 'module.exports = {};';
  const absent = `() => { throw new Error(${JSON.stringify(`Cannot call ${module}: it is left out of the bundle`)}); }`;
  return names.map((name) => `export const ${name} = ${absent};`).join('\n');
}
