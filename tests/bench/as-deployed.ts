/** Imported before all else: graphql-js looks once at how it runs, and what is deployed runs so (infra/bundle.ts). */
process.env.NODE_ENV = 'production';
