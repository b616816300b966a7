// Loads a bundled Lambda function in this fresh process, asks it once and prints how long that took. Plain JavaScript: to strip
// types would take longer than what is measured.
const [entry = '', body = ''] = process.argv.slice(2);
const http = { method: 'POST', path: '/graphql', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'bench' };
const event = {
  version: '2.0',
  routeKey: '$default',
  rawPath: '/graphql',
  rawQueryString: '',
  headers: { 'content-type': 'application/json', accept: 'application/json', host: '127.0.0.1' },
  requestContext: { accountId: 'x', apiId: 'x', requestId: 'first', stage: '$default', http },
  body,
  isBase64Encoded: false,
};
const from = performance.now();
const { handler } = await import(entry);
const answer = await handler(event, { getRemainingTimeInMillis: () => 30_000 }, () => {});
const until = performance.now();
const { user, system } = process.cpuUsage();
const processor = (user + system) / 1000;
process.stdout.write(`\n${JSON.stringify({ whole: until, inside: until - from, processor, answer: answer.body })}\n`);
process.exit(0);
