import { expect, test } from 'vitest';
import { urlReach } from '../../src/probes/url-reach.ts';

test.each([
  ['http://coder.coder.svc.cluster.local', true],
  ['http://coder.coder.svc:8080/path', true],
  ['https://localhost:3000', true],
  ['http://127.0.0.1/', true],
  ['https://coder.example.org', false],
  ['https://coder.svc.example.org', false],
  ['https://example.org/coder.coder.svc', false],
  ['coder.coder.svc', false],
  ['', false],
])('%j is inside: %s', (url, inside) => {
  expect(urlReach.run({ url })).toEqual({ inside });
});

test('what is no text is not known', () => {
  expect(urlReach.run({ url: null })).toBeUndefined();
});
