import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { DynamoDBClient, GetItemCommand, PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, expect, test, vi } from 'vitest';
import type { Keys } from '../../functions/platform/config.ts';
import { type AwsService, awsCaller } from '../../functions/store/aws-caller.ts';
import { clientOptions } from '../../functions/store/aws-endpoint.ts';
import { dynamodbService, refusal, sendOf } from '../../functions/store/dynamodb/send.ts';
import { isTransient } from '../../functions/store/dynamodb/transient.ts';
import { httpSender, type Outgoing, type Sender } from '../../functions/store/http-sender.ts';

/** The SDK's client may send bytes. */
type Sent = Omit<Outgoing, 'body'> & { readonly body: string | Uint8Array };

const keys: Keys = { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'token' };
const input = { TableName: 'blocks', Key: { name: { S: 'ä' } }, ConsistentRead: false };

interface Told {
  readonly headers?: Readonly<Record<string, string>>;
  readonly status?: number;
  readonly region?: string;
  readonly url?: string | null;
  readonly date?: string;
  readonly hasKeys?: boolean;
}

/** The SDK's client and our way, which send nothing, and are answered what `answer` says. */
function answered(
  answer: string,
  { status = 200, region = 'cn-north-1', url = null, date, hasKeys = true, headers: told = {} }: Told = {},
) {
  const sent: Sent[] = [];
  const handle = async (request: Sent) => {
    sent.push(request);
    const headers = date === undefined ? told : { ...told, date };
    return { response: { statusCode: status, headers, body: Readable.from([Buffer.from(answer)]) } };
  };
  const options = { region, credentials: keys, maxAttempts: 1, requestHandler: { handle } as never };
  const client = new DynamoDBClient({ ...options, ...(url === null ? {} : { endpoint: url }) });
  const endpoint = { url, region, hasKeys: true, ...(hasKeys ? { keys } : {}) };
  const sender = { handle, destroy: () => {} } as unknown as Sender;
  return { client, send: sendOf(awsCaller(dynamodbService, endpoint, sender)), sent };
}

const parsed = (body: string | Uint8Array): unknown => JSON.parse(Buffer.from(body).toString());
const hmac = (key: string | Uint8Array, text: string) => createHmac('sha256', key).update(text).digest();
const sha256 = (text: string | Uint8Array) => createHash('sha256').update(text).digest('hex');

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
function signatureOf({ method, path, headers, body }: Sent): string {
  const { authorization = '', 'x-amz-date': date = '' } = headers;
  const [, scope = '', names = ''] = /Credential=AKID\/(\S+), SignedHeaders=(\S+),/.exec(authorization) ?? [];
  const lines = names.split(';').map((name) => `${name}:${headers[name]}\n`);
  const canonical = [method, path, '', lines.join(''), names, sha256(body)].join('\n');
  const key = scope.split('/').reduce<string | Uint8Array>((made, part) => hmac(made, part), 'AWS4secret');
  return hmac(key, ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n')).toString('hex');
}

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

test.each([null, 'http://127.0.0.1:4566'])('we ask whom the SDK asks, as it does, signed (%s)', async (url) => {
  const { client, send, sent } = answered('{}', { url });
  await client.send(new GetItemCommand(input));
  await send('GetItem', input);
  const [theirs, ours] = sent as [Sent, Sent];
  const place = ({ protocol, hostname, port, method, path }: Sent) => ({ protocol, hostname, port, method, path });
  expect(place(ours)).toEqual(place(theirs));
  expect(parsed(ours.body)).toEqual(parsed(theirs.body));
  for (const name of ['host', 'content-type', 'content-length', 'x-amz-target', 'x-amz-security-token'])
    expect(ours.headers[name]).toBe(theirs.headers[name]);
  expect(ours.headers.authorization).toMatch(/\/cn-north-1\/dynamodb\/aws4_request, .*host;.*x-amz-target, /);
  for (const one of [theirs, ours]) expect(one.headers.authorization).toContain(`Signature=${signatureOf(one)}`);
});

test('writes hold what those of the SDK hold: bytes, whoever made them, sets, and what is left out', async () => {
  const { client, send, sent } = answered('{}');
  const views = [Buffer.from([0, 255, 16]), new Uint8Array([9, 0, 255, 16, 9]).subarray(1, 4)];
  for (const B of views) {
    const Item = { name: { S: 'one' }, bytes: { B }, list: { SS: ['a', 'ä'] }, count: { N: '7' } };
    const put = { TableName: 'blocks', Item, ConditionExpression: undefined };
    const steps = { TransactItems: [{ Put: put }], ClientRequestToken: 'once' };
    await client.send(new PutItemCommand(put));
    await send('PutItem', { TableName: 'blocks', Item });
    await client.send(new TransactWriteItemsCommand(steps));
    await send('TransactWriteItems', {
      TransactItems: [{ Put: { TableName: 'blocks', Item } }],
      ClientRequestToken: 'once',
    });
  }
  const bodies = sent.map(({ body }) => parsed(body));
  for (let at = 0; at < bodies.length; at += 2) expect(bodies[at + 1]).toEqual(bodies[at]);
  expect(JSON.stringify(bodies)).toContain('{"B":"AP8Q"}');
});

const regions =
  'af-south-1 ap-east-2 ca-west-1 cn-north-1 cn-northwest-1 eu-central-2 il-central-1 me-south-1 mx-central-1';
const others = 'sa-east-1 us-east-1 us-gov-west-1 us-iso-east-1 us-isob-east-1 eusc-de-east-1 eu-isoe-west-1';

test.each(`${regions} ${others}`.split(' '))('the services of region %s are where the SDK has them', async (region) => {
  const { send, sent } = answered('{}', { region });
  await send('GetItem', input);
  const wanted = { Region: region, UseFIPS: false, UseDualStack: false };
  const theirs = new DynamoDBClient({ region }).config.endpointProvider(wanted);
  expect(`https://${sent[0]?.hostname}`).toBe(theirs.url.origin);
  const secrets = new SecretsManagerClient({ region }).config.endpointProvider(wanted);
  expect(secrets.url.origin).toBe(theirs.url.origin.replace('dynamodb', 'secretsmanager'));
});

test('keys that are nowhere to be read are asked of the SDK', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKID');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_SESSION_TOKEN', 'of the chain');
  const { send, sent } = answered('{}', { hasKeys: false });
  await send('GetItem', input);
  expect(sent[0]?.headers['x-amz-security-token']).toBe('of the chain');
});

test('items come as the SDK gives them, bytes as bytes', async () => {
  const item = '{"name":{"S":"one"},"touchedOn":{"N":"7"},"bytes":{"B":"AP8Q"}}';
  const { send } = answered(`{"Item":${item},"Items":[${item}],"Attributes":${item},"Responses":{"blocks":[${item}]}}`);
  const theirs = (await answered(`{"Item":${item}}`).client.send(new GetItemCommand(input))).Item;
  const { Item } = await send('GetItem', input);
  const { Items } = await send('Query', { TableName: 'blocks' });
  const { Attributes } = await send('UpdateItem', input);
  const { Responses } = await send('BatchGetItem', { RequestItems: {} });
  for (const one of [Item, Items?.[0], Attributes, Responses?.blocks?.[0]]) {
    expect(one?.bytes?.B).toEqual(Buffer.from([0, 255, 16]));
    expect({ ...one, bytes: { B: new Uint8Array(one?.bytes?.B ?? []) } }).toEqual(theirs);
  }
});

test.each([
  [
    400,
    '{"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException","message":"slow"}',
    'ThrottlingException',
    true,
  ],
  [400, '{"__type":"com.amazon.coral.service#AccessDeniedException","Message":"no"}', 'AccessDeniedException', false],
  [503, '<html>', 'UnknownError', true],
  [403, '', 'UnknownError', false],
])('an answer of status %i is an error by its name: %s', async (status, text, name, transient) => {
  const error = await failureOf(answered(text, { status }).send('GetItem', input));
  expect(error).toMatchObject({ name, $metadata: { httpStatusCode: status } });
  expect(isTransient(error)).toBe(transient);
});

const described = 'http://internal.amazon.com/coral/com.amazon.coral.service/';

test.each([
  ['ThrottlingException', '{"message":"slow"}', 'ThrottlingException'],
  [`UnrecognizedClientException:${described}`, '{"message":"who"}', 'UnrecognizedClientException'],
  ['com.amazonaws.dynamodb.v20120810#RequestLimitExceeded', '<html>', 'RequestLimitExceeded'],
  ['Other', '{"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException"}', 'ThrottlingException'],
  ['', '{}', 'UnknownError'],
])('a failure that header %j names, with body %j, is %s, as the SDK has it', async (header, text, name) => {
  const told = { status: 400, headers: { 'x-amzn-errortype': header } };
  expect(await failureOf(answered(text, told).send('GetItem', input))).toMatchObject({ name });
  const { client } = answered(text, told);
  if (header !== 'Other' && header !== '' && text.startsWith('{'))
    expect(await failureOf(client.send(new GetItemCommand(input)))).toMatchObject({ name });
});

test('an answer whose bytes are not those that its checksum was made of is none, and may be asked for again', async () => {
  const text = '{"Item":{"name":{"S":"ä"}}}';
  const headers = { 'x-amz-crc32': String(crc32(text)) };
  expect(await answered(text, { headers }).send('GetItem', input)).toEqual(JSON.parse(text));
  for (const [damaged, status] of [
    [text.replace('ä', 'ö'), 200],
    [text.slice(0, -1), 200],
    ['', 200],
    [text.replace('ä', 'ö'), 400],
  ] as const) {
    const error = await failureOf(answered(damaged, { headers, status }).send('GetItem', input));
    expect(error).toMatchObject({ name: 'CRC32CheckFailed' });
    expect(isTransient(error)).toBe(true);
  }
});

test.each([false, true])(
  'the client that was loaded for its keys is kept, and ended with us (asked first: %s)',
  async (asked) => {
    const made: { destroyed: boolean }[] = [];
    const client: AwsService['client'] = async () => {
      const one = { destroyed: false };
      made.push(one);
      const config = {
        credentials: async () => keys,
        region: async () => 'us-east-1',
        endpointProvider: () => expect.unreachable(),
      };
      const destroy = () => {
        one.destroyed = true;
      };
      return { config, destroy };
    };
    const sender = { handle: async () => ({ response: { statusCode: 200, headers: {}, body: Readable.from([]) } }) };
    const endpoint = { url: null, region: 'us-east-1', hasKeys: false };
    const caller = awsCaller({ ...dynamodbService, client }, endpoint, { ...sender, destroy: () => {} } as never);
    const calls = [caller.call('GetItem', '{}'), caller.call('GetItem', '{}')];
    if (asked) await Promise.all(calls);
    if (asked) expect(made).toEqual([{ destroyed: false }]);
    caller.close();
    await Promise.all(calls);
    expect(made).toEqual([{ destroyed: true }]);
  },
);

test('a condition that is false tells what stands there, with its bytes', async () => {
  const type = 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException';
  const text = JSON.stringify({ __type: type, message: 'no', Item: { bytes: { B: 'AP8Q' } } });
  const error = await failureOf(answered(text, { status: 400 }).send('PutItem', { TableName: 'a', Item: {} }));
  const item = { bytes: { B: Buffer.from([0, 255, 16]) } };
  expect(refusal(error, 'ConditionalCheckFailedException')?.Item).toEqual(item);
  expect(refusal(error, 'ConditionalCheckFailedException')?.Item).toEqual(item);
  expect(refusal(error, 'TransactionCanceledException')).toBeNull();
});

test.each([
  [[{ Code: 'None' }, { Code: 'TransactionConflict' }], true],
  [[{ Code: 'ConditionalCheckFailed', Item: { a: { S: 'b' } } }, { Code: 'ThrottlingError' }], false],
])('a transaction that was cancelled by %j tells why', async (CancellationReasons, transient) => {
  const __type = 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException';
  const text = JSON.stringify({ __type, Message: 'cancelled', CancellationReasons });
  const error = await failureOf(answered(text, { status: 400 }).send('TransactWriteItems', { TransactItems: [] }));
  expect(refusal(error, 'TransactionCanceledException')?.CancellationReasons).toEqual(CancellationReasons);
  expect(isTransient(error)).toBe(transient);
});

test('a clock that is wrong is set by the answer that refuses, once, and the request is sent again', async () => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 1, 12), toFake: ['Date'] });
  const text = '{"__type":"com.amazon.coral.service#InvalidSignatureException","message":"Signature expired"}';
  const { send, sent } = answered(text, { status: 400, date: 'Thu, 01 Jan 2026 12:20:00 GMT' });
  const dates = () => sent.map(({ headers }) => headers['x-amz-date']);
  expect(await failureOf(send('GetItem', input))).toMatchObject({ name: 'InvalidSignatureException' });
  expect(dates()).toEqual(['20260101T120000Z', '20260101T122000Z']);
  await failureOf(send('GetItem', input));
  expect(dates().slice(2)).toEqual(['20260101T122000Z']);
});

test('of requests that were signed at once by a wrong clock, each is sent again', async () => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 1, 12), toFake: ['Date'] });
  const text = '{"__type":"com.amazon.coral.service#InvalidSignatureException","message":"Signature expired"}';
  const { send, sent } = answered(text, { status: 400, date: 'Thu, 01 Jan 2026 13:00:00 GMT' });
  await Promise.all([1, 2, 3].map(() => failureOf(send('GetItem', input))));
  const dates = sent.map(({ headers }) => headers['x-amz-date']);
  expect(dates.filter((date) => date === '20260101T120000Z')).toHaveLength(3);
  expect(dates.filter((date) => date === '20260101T130000Z')).toHaveLength(3);
});

test.each([
  ['says nothing', ''],
  ['stops in the middle of an answer', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"Item":'],
])('a store that %s is given up, and the request may be sent again', async (_, said) => {
  const server = createServer((socket) => socket.on('error', () => {}).on('data', () => socket.write(said)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const endpoint = { url, region: 'us-east-1', hasKeys: true, keys };
  const { requestHandler } = clientOptions(endpoint, { requestTimeout: 200, socketTimeout: 200 });
  const caller = awsCaller(dynamodbService, endpoint, httpSender(requestHandler));
  const error = await failureOf(sendOf(caller)('GetItem', input));
  expect(error).toMatchObject({ name: 'TimeoutError' });
  expect(isTransient(error)).toBe(true);
  caller.close();
  server.close();
});

test('a clock that is nearly right is left alone', async () => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 1, 12), toFake: ['Date'] });
  const { send, sent } = answered('{}', { status: 400, date: 'Thu, 01 Jan 2026 12:03:00 GMT' });
  await failureOf(send('GetItem', input));
  expect(sent).toHaveLength(1);
});

function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
}
