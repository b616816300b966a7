import { expect, test } from 'vitest';
import { sourceKey } from '../../functions/graphql/graphql-request.ts';
import { nesting } from '../../functions/graphql/nesting.ts';
import { routeOf } from '../../functions/platform/route.ts';

test('the presence of a key decides who answers /graphql; own paths stand for themselves', () => {
  expect(routeOf('/graphql', false)).toBe('public');
  expect(routeOf('/graphql', true)).toBe('entitled');
  expect(routeOf('/public/graphql', true)).toBe('public');
  expect(routeOf('/entitled/graphql', false)).toBe('entitled');
  for (const path of ['/', '/graphql/', '/GraphQL', '/public', '//graphql']) expect(routeOf(path, true)).toBeNull();
});

test('nesting counts brackets, not what strings and comments hold', () => {
  expect(nesting('{ a(b: [{ c: 1 }]) { d } }')).toBe(4);
  expect(nesting('{ a(b: "{{{{", c: """[[[ \\""" {{{ """) # {{{{\n { d } }')).toBe(2);
  expect(nesting('{ a(b: "\\"{{") }')).toBe(2);
  expect(nesting('{ a(b: "unclosed {{{{{{')).toBe(2);
});

test('an address is known again by its network, and cannot be read from its key', () => {
  const pepper = new Uint8Array(32);
  const key = (address: string) => sourceKey(address, pepper);
  expect(key('203.0.113.7')).toBe(key('203.0.113.7'));
  expect(key('203.0.113.7')).not.toBe(key('203.0.113.8'));
  expect(key('2001:db8:1:2:3::4')).toBe(key('2001:db8:1:2::9'));
  expect(key('2001:db8:1:2::1')).not.toBe(key('2001:db8:1:3::1'));
  expect(key('2001:db8::1')).toBe(key('2001:db8:0:0::7'));
});
