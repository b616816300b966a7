// What graphql-shield asks of graphql-js, answered without it (see one-graphql in bundle-plugins.ts): types tell their kind by
// their tag, and names that begin with two underscores are reserved for introspection (GraphQL, 2.1.9).
exports.isObjectType = (type) => type?.[Symbol.toStringTag] === 'GraphQLObjectType';
exports.isIntrospectionType = (type) => type.name.startsWith('__');
