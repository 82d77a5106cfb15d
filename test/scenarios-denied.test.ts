/**
 * No story may look better, or be told more surely, when a kind cannot be looked at. Each is walked once without one of
 * its kinds, which and in what way by a hash of its name; test/scenarios-real.test.ts does so with captured clusters.
 * `KUBEDOC_DENIED=all npx vitest run test/scenarios-denied.test.ts test/scenarios-real.test.ts` takes every kind that the
 * walk asks for in every way, and a fourth of the pairs (some 8000 walks, minutes); `KUBEDOC_DENIED=1/2` and `2/2` are its
 * halves, for two processors.
 */
import { describe, expect, it } from 'vitest';
import { allStories } from './stories/all.ts';
import { capturedMoments } from './support/captured.ts';
import { faultsWithout, isMine, nameOf } from './support/denied-walks.ts';
import { DOES_WITHOUT, ELSE_WITHOUT, IN_PLACE_OF_DEEPER } from './support/denial-exceptions.ts';
import { loadStory } from './support/load-story.ts';
import { mayMiss } from './support/rests-on.ts';
import { catalogue } from './support/shipped.ts';

const stories = allStories.filter((_, index) => isMine(index));

describe.each(stories.map((story) => ({ story, name: nameOf(story) })))('$name', { timeout: 300_000 }, ({ story }) => {
  it('is neither well nor surer when a kind cannot be looked at', async () => {
    expect(await faultsWithout(story, await loadStory(story), story.expected)).toEqual([]);
  });
});

it('the exceptions speak of what exists', () => {
  const names = new Set([...allStories, ...capturedMoments()].map(nameOf));
  const codes = new Set([...catalogue.runbooks.values()].flatMap(({ findings }) => Object.keys(findings)));
  expect(Object.keys(ELSE_WITHOUT).filter((name) => !names.has(name))).toEqual([]);
  expect([...Object.keys(DOES_WITHOUT), ...Object.keys(IN_PLACE_OF_DEEPER)].filter((code) => !codes.has(code))).toEqual(
    [],
  );
});

it('no reason is given for what needs none', () => {
  const reasons = Object.entries(DOES_WITHOUT).flatMap(([code, kinds]) =>
    Object.keys(kinds).map((kind) => [code, kind]),
  );
  expect(reasons.filter(([code = '', kind = '']) => !mayMiss(code).includes(kind))).toEqual([]);
});

it.each([
  // An expression that names the kind: it is unknown without, or settled by the rest.
  ['pods-webhook-away', 'endpointslices.discovery.k8s.io', false],
  ['values-reference-missing', 'secrets', false],
  ['token-not-mounted', 'serviceaccounts', false],
  // An optional argument of a probe, the state of a look-up, a runbook that gives values.
  ['service-selects-nothing', 'services', true],
  ['autoscaler-target-missing', 'deployments.apps', true],
])('%s may miss %s unnoticed: %s', (code, kind, may) => {
  expect(mayMiss(code).includes(kind)).toBe(may);
});
