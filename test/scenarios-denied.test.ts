/**
 * No story may look better, or be told more surely, when a kind cannot be looked at; nor may a captured cluster. Each is walked once without one of
 * its kinds, which and in what way by a hash of its name. `KUBEDOC_DENIED=all npx vitest run test/scenarios-denied.test.ts`
 * takes every kind that the walk asks for in every way, and a fourth of the pairs (some 8000 walks, minutes);
 * `KUBEDOC_DENIED=1/2` and `2/2` are its halves, for two processors.
 */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resourceName } from '../src/replay/api-resource.ts';
import { loadCapture, type Capture } from '../src/replay/capture.ts';
import { allStories } from './stories/all.ts';
import type { Story } from './stories/story.ts';
import { capturedMoments } from './support/captured.ts';
import { askedFor, optionsFor, WAYS, type Denial } from './support/denial.ts';
import { DOES_WITHOUT, ELSE_WITHOUT } from './support/denial-exceptions.ts';
import { faultsOf, type Outcome } from './support/denial-faults.ts';
import { runCapture } from './support/run-story.ts';
import { catalogue, root } from './support/shipped.ts';

type Place = Pick<Story, 'folder' | 'entry'>;

const wanted = process.env['KUBEDOC_DENIED'];
const [part = 1, parts = 1] = wanted === undefined || wanted === 'all' ? [] : wanted.split('/').map(Number);
const isMine = (_: unknown, index: number): boolean => index % parts === part - 1;
const stories = allStories.filter(isMine);
const moments = capturedMoments().filter(isMine);
const nameOf = ({ folder }: Place): string => folder.split('/').slice(-2).join('/');
const lookedUp = new Set(
  [...catalogue.runbooks.values()].flatMap(({ lookups }) => Object.values(lookups).map(({ list, get }) => list ?? get)),
);

describe.each(stories.map((story) => ({ story, name: nameOf(story) })))('$name', { timeout: 300_000 }, ({ story }) => {
  it('is neither well nor surer when a kind cannot be looked at', async () => {
    const capture = await loadCapture(join(root, story.folder));
    expect(await faultsWithout(story, capture, story.expected)).toEqual([]);
  });
});

describe.each(moments.map((moment) => ({ moment, name: nameOf(moment) })))(
  '$name',
  { timeout: 300_000 },
  ({ moment }) => {
    it('is neither well nor surer when a kind cannot be looked at', async () => {
      const capture = await loadCapture(join(root, moment.folder));
      const { report } = await runCapture(moment, capture);
      expect(await faultsWithout(moment, capture, report)).toEqual([]);
    });
  },
);

it('the exceptions speak of what exists', () => {
  const names = new Set([...allStories, ...capturedMoments()].map(nameOf));
  const codes = new Set([...catalogue.runbooks.values()].flatMap(({ findings }) => Object.keys(findings)));
  expect(Object.keys(ELSE_WITHOUT).filter((name) => !names.has(name))).toEqual([]);
  expect(Object.keys(DOES_WITHOUT).filter((code) => !codes.has(code))).toEqual([]);
});

async function faultsWithout(story: Place, capture: Capture, whole: Outcome): Promise<readonly string[]> {
  const denials = wanted === undefined ? [sampleOf(story, capture)] : await allOf(story, capture);
  const faults: string[] = [];
  for (const denial of denials.filter((one) => !isElse(story, one))) {
    const { report } = await runCapture(story, capture, optionsFor(denial));
    const told = faultsOf(whole, report, denial);
    faults.push(...told.map((fault) => `${denial.resources.join(' and ')} (${denial.way}): ${fault}`));
  }
  return faults;
}

/** A kind that the story has objects of and that some runbook looks up; what the walk is handed it need not look up. */
function sampleOf(story: Place, { objects, catalogue: kinds }: Capture): Denial {
  const given = Object.values(story.entry?.inputs ?? {}).map((place) => place.replace(/\/.*/, ''));
  const others = objects.filter(({ kind }) => !given.includes(kind));
  const held = new Set(others.map((object) => resourceName(kinds.ofObject(object))));
  const choices = [...held, 'events'].filter((resource) => lookedUp.has(resource)).sort();
  const hash = hashOf(story.folder);
  return { resources: [choices[hash % choices.length] ?? 'events'], way: WAYS[hash % WAYS.length] ?? 'forbidden' };
}

async function allOf(story: Place, capture: Capture): Promise<readonly Denial[]> {
  const asked = askedFor((await runCapture(story, capture)).requests);
  const alone = WAYS.flatMap((way) => asked.map((resource): Denial => ({ resources: [resource], way })));
  const pairs = asked.flatMap((one, index) => asked.slice(index + 1).map((other) => [one, other]));
  const some = pairs.filter((_, index) => index % 4 === hashOf(story.folder) % 4);
  return [...alone, ...some.map((resources): Denial => ({ resources, way: 'forbidden' }))];
}

function isElse(story: Place, { resources }: Denial): boolean {
  return resources.some((resource) => ELSE_WITHOUT[nameOf(story)]?.[resource] !== undefined);
}

/** The same number for the same text, spread well enough to choose by. */
function hashOf(text: string): number {
  return Buffer.from(text).reduce((hash, byte) => (hash * 31 + byte) % 1_000_003, 7);
}
