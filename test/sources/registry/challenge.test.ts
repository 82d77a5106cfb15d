import { describe, expect, test } from 'vitest';
import { bearerChallenge, errorCodes, tokenIn } from '../../../src/sources/registry/challenge.ts';

const REALM = 'https://auth.test/token';
const WHOLE = { realm: REALM, service: 'registry.test', scope: 'repository:a/b:pull' };

describe('a challenge', () => {
  test.each<[string, string, object | undefined]>([
    ['as registries send it', `Bearer realm="${REALM}",service="registry.test",scope="repository:a/b:pull"`, WHOLE],
    ['with blanks', `Bearer  realm = "${REALM}" , service="registry.test",  scope="repository:a/b:pull"`, WHOLE],
    ['in other letters', `BEARER Realm="${REALM}",SERVICE="registry.test",scope="repository:a/b:pull"`, WHOLE],
    ['with an error behind', `Bearer realm="${REALM}",error="invalid_token"`, { realm: REALM, service: '', scope: '' }],
    ['without a service', `Bearer realm="${REALM}"`, { realm: REALM, service: '', scope: '' }],
    ['with an empty service', `Bearer realm="${REALM}",service=""`, { realm: REALM, service: '', scope: '' }],
    ['without quotes', `Bearer realm=${REALM},service=x`, { realm: REALM, service: 'x', scope: '' }],
    ['with quotes inside', String.raw`Bearer realm="${REALM}",service="a \"b\""`, { service: 'a "b"' }],
    [
      'with a comma inside',
      `Bearer realm="${REALM}",scope="repository:a/b:pull,push"`,
      { scope: 'repository:a/b:pull,push' },
    ],
    ['behind another', `Basic realm="x", Bearer realm="${REALM}",service="y"`, { realm: REALM, service: 'y' }],
    ['before another', `Bearer realm="${REALM}",service="y", Basic realm="x"`, { realm: REALM, service: 'y' }],
    ['for a name and password', 'Basic realm="Registry"', undefined],
    ['that is empty', '', undefined],
    ['without a realm', 'Bearer service="y"', undefined],
    ['with an empty realm', 'Bearer realm=""', undefined],
    ['with a quote that never ends', `Bearer realm="${REALM}`, undefined],
    ['that is something else', 'Negotiate', undefined],
  ])('%s', (_, header, challenge) => {
    const read = bearerChallenge(header);
    if (challenge === undefined) expect(read).toBeUndefined();
    else expect(read).toMatchObject(challenge);
  });
});

test.each<[string, string | undefined]>([
  ['{"token":"abc"}', 'abc'],
  ['{"access_token":"abc"}', 'abc'],
  ['{"token":"abc","access_token":"def"}', 'abc'],
  ['{"token":"","access_token":"def"}', 'def'],
  ['{"token":"a b"}', undefined],
  [String.raw`{"token":"a\r\nHost: b"}`, undefined],
  ['{"token":7}', undefined],
  ['{}', undefined],
  ['[]', undefined],
  ['null', undefined],
  ['<html>', undefined],
  ['', undefined],
])('the token in %s is %j', (body, token) => {
  expect(tokenIn(body)).toBe(token);
});

test.each<[string, readonly string[]]>([
  ['{"errors":[{"code":"MANIFEST_UNKNOWN","message":"x"}]}', ['MANIFEST_UNKNOWN']],
  ['{"errors":[{"code":"A"},{"code":"B"}]}', ['A', 'B']],
  ['{"errors":[null,{"code":7},"x"]}', []],
  ['{"errors":{"code":"A"}}', []],
  ['{"code":"A"}', []],
  ['404 page not found', []],
])('the codes in %s are %j', (body, codes) => {
  expect(errorCodes(body)).toEqual(codes);
});
