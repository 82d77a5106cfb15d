import { expect, test } from 'vitest';
import { versionAdvice } from '../../src/probes/version-advice.ts';
import { run } from './release-builder.ts';

test.each([
  ['*', false, 'any stable version', true],
  ['2.28.x', false, 'range 2.28.x', true],
  ['2.28', false, 'range 2.28', true],
  ['>=2.28.0 <3.0.0', false, 'range >=2.28.0 <3.0.0', true],
  ['2.28.1', true, 'exactly 2.28.1', true],
  ['v2.28.1', true, 'exactly 2.28.1', true],
  ['', null, 'the version that its source holds', true],
  ['newest', false, 'no valid version: newest', false],
])('policy %j is pinned %s: %s', (policy, pinned, policyText, valid) => {
  expect(run(versionAdvice, { policy })).toMatchObject({ pinned, policyText, valid });
});

test.each([
  ['*', '2.28.3', '2.28.1', true],
  ['2.28.x', '2.28.3', '2.28.1', true],
  ['2.28.1', '2.28.3', '2.28.1', false],
  ['2.28.3', '2.28.3', '2.28.1', false],
  ['*', '2.28.1', '2.28.1', false],
  ['*', '', '2.28.1', false],
])('policy %s, attempted %j, deployed %s: unattended %s', (policy, attempted, deployed, unattended) => {
  expect(run(versionAdvice, { policy, attempted, deployed })).toMatchObject({ unattended, pinTo: '2.28.1' });
});

test('what runs is pinned only if it is a version', () => {
  expect(run(versionAdvice, { policy: '*', deployed: 'latest' })['pinTo']).toBe('');
  expect(versionAdvice.run({ policy: 2 })).toBeUndefined();
});
