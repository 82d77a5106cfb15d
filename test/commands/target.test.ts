import { describe, expect, test } from 'vitest';
import { parseTarget, refuseUnknown } from '../../src/commands/target.ts';
import type { Fact } from '../../src/model/fact.ts';

test.each([
  [undefined, undefined, { namespace: null, name: null }],
  [undefined, 'apps', { namespace: 'apps', name: null }],
  ['apps/web', undefined, { namespace: 'apps', name: 'web' }],
  ['apps/web', 'apps', { namespace: 'apps', name: 'web' }],
  ['web', 'apps', { namespace: 'apps', name: 'web' }],
  ['apps/web.v2', undefined, { namespace: 'apps', name: 'web.v2' }],
  [`a/${'x'.repeat(253)}`, undefined, { namespace: 'a', name: 'x'.repeat(253) }],
])('%s with -n %s', (text, namespace, target) => {
  expect(parseTarget(text, namespace)).toEqual(target);
});

test.each([
  ['web', undefined, /in which namespace is web\?/],
  ['', 'apps', /"" is not the name of a HelmRelease/],
  ['/', undefined, /"\/" is not the name of a HelmRelease/],
  ['apps/', undefined, /"apps\/" is not the name of a HelmRelease/],
  ['/web', undefined, /"" is not the name of a namespace/],
  ['a/b/c', undefined, /is not the name of a HelmRelease/],
  ['apps/Web', undefined, /is not the name of a HelmRelease/],
  ['apps/-web', undefined, /is not the name of a HelmRelease/],
  [`a/${'x'.repeat(254)}`, undefined, /is not the name of a HelmRelease/],
  ['a.b/web', undefined, /"a\.b" is not the name of a namespace/],
  [`${'x'.repeat(64)}/web`, undefined, /is not the name of a namespace/],
  ['apps/web', 'other', /apps\/web and -n other name different namespaces/],
  [undefined, '', /"" is not the name of a namespace/],
  [undefined, '../secrets', /is not the name of a namespace/],
  ['web\n', 'apps', /is not the name of a HelmRelease/],
])('%j with -n %j is refused', (text, namespace, message) => {
  expect(() => parseTarget(text, namespace)).toThrow(message);
});

describe('a release that was named', () => {
  const target = { namespace: 'apps', name: 'web' };
  const known = (...names: string[]): Fact => ({
    state: 'known',
    value: names.map((name) => ({ metadata: { name } })),
  });

  test.each<[string, Fact]>([
    ['exists', known('api', 'web')],
    ['may exist where the list is denied', { state: 'denied', need: 'list' }],
    ['may exist where the list failed', { state: 'failed', reason: 'r', hint: 'h' }],
    ['may exist where the kind is absent', { state: 'absent', what: 'kind' }],
  ])('%s', (_what, fact) => {
    expect(() => refuseUnknown(target, fact)).not.toThrow();
  });

  test.each<[string, Fact, string]>([
    ['nothing is there', known(), 'there is no HelmRelease in namespace apps'],
    ['one has nearly its name', known('api', 'weeb'), 'did you mean apps/weeb?'],
    ['others are there', known('api', 'mail'), 'there: api, mail'],
  ])('is refused when %s', (_what, fact, hint) => {
    expect(() => refuseUnknown(target, fact)).toThrow(
      expect.objectContaining({ message: 'there is no HelmRelease apps/web', hint }),
    );
  });

  test('is none where nobody named one', () => {
    expect(() => refuseUnknown({ namespace: 'apps', name: null }, known())).not.toThrow();
  });
});
