// The ESM build of graphql-shield 7.6.5 imports `isUndefined` from node:util, which Node 23 removed. A CommonJS file gets its
// CommonJS build from Node, vitest and bundlers alike. Only `chain` and `race` call what is missing: never use them.
module.exports = require('graphql-shield');
