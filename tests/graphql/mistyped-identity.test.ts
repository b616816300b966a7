import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestServer, testServer } from '../harness/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(async () => server[Symbol.asyncDispose]());

const send = (body: string) =>
  server.api.send('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
const ask = (query: string) => send(JSON.stringify({ query }));

/** What every one of the numbers below has in it: its date of birth. */
const born = '19491231';

describe('a number that may be that of an identity card is not repeated', () => {
  test.each([
    '{"query":"query($a:Int){houses(first:$a){totalCount}}","variables":{"a":110105194912310021}}',
    '{"query":"query($a:Int){houses(first:$a){totalCount}}","variables":{"a":11010519491231012}}',
    '{"query":"query($a:Int){houses(first:$a){totalCount}}","variables":{"a":"110105194912310021"}}',
    '{"query":"query($c:HouseCode!){house(code:$c){code}}","variables":{"c":110105194912310021}}',
    '{"query":"query($c:HouseCode!){house(code:$c){code}}","variables":{"c":"11010519491231012"}}',
    '{"query":"query($f:HouseFilter){houses(filter:$f){totalCount}}","variables":{"f":{"use":110105194912310021}}}',
    '{"query":"query($f:HouseFilter){houses(filter:$f){totalCount}}","variables":{"f":{"110105194912310021":1}}}',
    '{"query":"query($d:Date){houses(validAt:$d){totalCount}}","variables":{"d":"110105194912310021"}}',
  ])('in variables: %s', async (body) => {
    const { status, text } = await send(body);
    expect([status, text]).toEqual([400, expect.stringContaining('message')]);
    expect(text).not.toContain(born);
  });

  test.each([
    '{ houses(first: 110105194912310021) { totalCount } }',
    '{ houses(first: 1.10105194912310021e17) { totalCount } }',
    '{ house(code: "11010519491231012") { code } }',
    '{ house(code: "110105 19491231 0021") { code } }',
    '{ house(code: 110105194912310021) { code } }',
    '{ grid(code: "110105194912310021") { code } }',
    '{ entity(code: "110105194912310021") { code } }',
    '{ entities(filter: { industry: "110105194912310021" }) { totalCount } }',
    '{ houses(first: 1, after: "110105194912310021") { totalCount } }',
    '{ node(id: "110105194912310021") { id } }',
    '{ a110105194912310021 }',
    '{ houses(use: ID110105194912310021) { totalCount } }',
  ])('in the document: %s', async (document) => {
    const { text } = await ask(document);
    expect(text).toContain('"errors"');
    expect(text).not.toContain(born);
  });

  test('nor in the log', async () => {
    expect(server.log.join('')).not.toContain(born);
  });
});

test('a code that is none is still told as it is', async () => {
  const { body } = await ask('{ house(code: "440304001001010000100000") { code } }');
  expect(body.errors[0].message).toBe('Cannot parse house code "440304001001010000100000": length must be 25, is 24');
  const credit = await ask('{ entity(code: "914403001922038215") { code } }');
  expect(credit.body.errors[0].message).toBe(
    'Cannot parse credit code "914403001922038215": character 18 must be the check character "6", is "5"',
  );
});
