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
import { DOES_WITHOUT, ELSE_WITHOUT } from './support/denial-exceptions.ts';
import { loadStory } from './support/load-story.ts';
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
  expect(Object.keys(DOES_WITHOUT).filter((code) => !codes.has(code))).toEqual([]);
});
