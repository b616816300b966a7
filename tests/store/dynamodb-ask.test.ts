import { createHash, createHmac } from 'node:crypto';
import { Readable } from 'node:stream';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { askOf } from '../../functions/store/dynamodb/ask.ts';
import { isTransient } from '../../functions/store/dynamodb/transient.ts';

interface Sent {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

const credentials = { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'token' };
const input = { TableName: 'blocks', Key: { name: { S: 'ä' } }, ConsistentRead: false };

/** A client that sends nothing, and is answered what `answer` says. */
function clientAnswered(answer: string, { status = 200, region = 'cn-north-1', url = null as string | null } = {}) {
  const sent: Sent[] = [];
  const handle = async (request: Sent) => {
    sent.push(request);
    return { response: { statusCode: status, headers: {}, body: Readable.from([Buffer.from(answer)]) } };
  };
  const endpoint = url === null ? {} : { endpoint: url };
  const options = { region, credentials, maxAttempts: 1, requestHandler: { handle } as never, ...endpoint };
  const client = new DynamoDBClient(options);
  return { client, ask: askOf(client, { url, region, hasKeys: true }), sent };
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

test.each([null, 'http://127.0.0.1:4566'])(
  'the short way asks whom the SDK asks, as it does, signed (%s)',
  async (url) => {
    const { client, ask, sent } = clientAnswered('{}', { url });
    await client.send(new GetItemCommand(input));
    await ask('GetItem', input);
    const [theirs, ours] = sent as [Sent, Sent];
    const place = ({ protocol, hostname, port, method, path }: Sent) => ({ protocol, hostname, port, method, path });
    expect(place(ours)).toEqual(place(theirs));
    expect(parsed(ours.body)).toEqual(parsed(theirs.body));
    for (const name of ['host', 'content-type', 'content-length', 'x-amz-target', 'x-amz-security-token'])
      expect(ours.headers[name]).toBe(theirs.headers[name]);
    expect(ours.headers.authorization).toMatch(/\/cn-north-1\/dynamodb\/aws4_request, .*host;.*x-amz-target, /);
    for (const one of [theirs, ours]) expect(one.headers.authorization).toContain(`Signature=${signatureOf(one)}`);
  },
);

test('items come as the SDK gives them, bytes as bytes', async () => {
  const answer = '{"Item":{"name":{"S":"one"},"touchedOn":{"N":"7"},"bytes":{"B":"AP8Q"}}}';
  const { client, ask } = clientAnswered(answer);
  const { Item } = await ask('GetItem', input);
  expect(Item?.bytes?.B).toEqual(Buffer.from([0, 255, 16]));
  expect({ ...Item, bytes: { B: new Uint8Array(Item?.bytes?.B ?? []) } }).toEqual(
    (await clientAnswered(answer).client.send(new GetItemCommand(input))).Item,
  );
  client.destroy();
});

test.each([
  [
    400,
    '{"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException","message":"slow"}',
    'ThrottlingException',
    true,
  ],
  [400, '{"__type":"com.amazon.coral.service#AccessDeniedException","message":"no"}', 'AccessDeniedException', false],
  [503, '<html>', 'UnknownError', true],
  [403, '', 'UnknownError', false],
])('an answer of status %i is an error by its name: %s', async (status, text, name, transient) => {
  const error = await clientAnswered(text, { status })
    .ask('GetItem', input)
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name, $metadata: { httpStatusCode: status } });
  expect(isTransient(error)).toBe(transient);
});
