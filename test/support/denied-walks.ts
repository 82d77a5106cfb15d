import { resourceName } from '../../src/replay/api-resource.ts';
import type { Capture } from '../../src/replay/capture.ts';
import type { Story } from '../stories/story.ts';
import { askedFor, optionsFor, WAYS, type Denial } from './denial.ts';
import { ELSE_WITHOUT } from './denial-exceptions.ts';
import { faultsOf, type Outcome } from './denial-faults.ts';
import { runCapture } from './run-story.ts';
import { catalogue } from './shipped.ts';

/** What a denied walk needs of a story or a captured moment. */
export type Place = Pick<Story, 'folder' | 'entry'>;

const wanted = process.env['KUBEDOC_DENIED'];
const [part = 1, parts = 1] = wanted === undefined || wanted === 'all' ? [] : wanted.split('/').map(Number);

/** Whether a place of a list belongs to the part of them that `KUBEDOC_DENIED=1/2` asks for; all do where it asks for none. */
export function isMine(index: number): boolean {
  return index % parts === part - 1;
}

/** The last two parts of a folder, by which the exceptions call it. */
export function nameOf({ folder }: Place): string {
  return folder.split('/').slice(-2).join('/');
}

const lookedUp = new Set(
  [...catalogue.runbooks.values()].flatMap(({ lookups }) => Object.values(lookups).map(({ list, get }) => list ?? get)),
);

/**
 * Walks a place without one of its kinds, which and in what way by a hash of its name; with `KUBEDOC_DENIED` without every
 * kind that the walk asks for in every way, and a fourth of the pairs. Gives where that looks better, or is told more
 * surely, than the whole.
 */
export async function faultsWithout(place: Place, capture: Capture, whole: Outcome): Promise<readonly string[]> {
  const denials = wanted === undefined ? [sampleOf(place, capture)] : await allOf(place, capture);
  const handed = Object.values(place.entry?.inputs ?? {}).filter((value) => typeof value === 'string');
  const faults: string[] = [];
  for (const denial of denials.filter((one) => !isElse(place, one))) {
    const { report } = await runCapture(place, capture, optionsFor(denial));
    const told = faultsOf(whole, report, { ...denial, handed });
    faults.push(...told.map((fault) => `${denial.resources.join(' and ')} (${denial.way}): ${fault}`));
  }
  return faults;
}

/** A kind that the story has objects of and that some runbook looks up; what the walk is handed it need not look up. */
function sampleOf(place: Place, { objects, catalogue: kinds }: Capture): Denial {
  const given = Object.values(place.entry?.inputs ?? {}).map((value) =>
    typeof value === 'string' ? value.replace(/\/.*/, '') : '',
  );
  const others = objects.filter(({ kind }) => !given.includes(kind));
  const held = new Set(others.map((object) => resourceName(kinds.ofObject(object))));
  const choices = [...held, 'events'].filter((resource) => lookedUp.has(resource)).sort();
  const hash = hashOf(place.folder);
  return { resources: [choices[hash % choices.length] ?? 'events'], way: WAYS[hash % WAYS.length] ?? 'forbidden' };
}

async function allOf(place: Place, capture: Capture): Promise<readonly Denial[]> {
  const asked = askedFor((await runCapture(place, capture)).requests);
  const alone = WAYS.flatMap((way) => asked.map((resource): Denial => ({ resources: [resource], way })));
  const pairs = asked.flatMap((one, index) => asked.slice(index + 1).map((other) => [one, other]));
  const some = pairs.filter((_, index) => index % 4 === hashOf(place.folder) % 4);
  return [...alone, ...some.map((resources): Denial => ({ resources, way: 'forbidden' }))];
}

function isElse(place: Place, { resources }: Denial): boolean {
  return resources.some((resource) => ELSE_WITHOUT[nameOf(place)]?.[resource] !== undefined);
}

/** The same number for the same text, spread well enough to choose by. */
function hashOf(text: string): number {
  return Buffer.from(text).reduce((hash, byte) => (hash * 31 + byte) % 1_000_003, 7);
}
