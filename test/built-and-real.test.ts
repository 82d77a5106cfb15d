/**
 * The objects that stories are built of against captured ones. What a real API server always says in a situation, the
 * built ones have to say, and nothing that it never says; controllers speak with the same words. What differs for a
 * reason stands in test/stories/real-differences.yaml.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { KubeObject } from '../src/model/object.ts';
import type { Capture } from '../src/replay/capture.ts';
import { allStories } from './stories/all.ts';
import { differencesOf } from './support/built-and-real.ts';
import { capturedMoments } from './support/captured.ts';
import { areWordsListed, isFieldListed } from './support/listed-differences.ts';
import { loadAlone, loadStory } from './support/load-story.ts';
import { situationOf } from './support/situations.ts';
import { wordsOf } from './support/words.ts';

let real: readonly KubeObject[] = [];
let built: readonly KubeObject[] = [];

beforeAll(async () => {
  const whole = allStories.filter(({ snapshot }) => snapshot.complete === true);
  real = await objectsIn(capturedMoments(), loadAlone);
  built = await objectsIn(whole, loadStory);
}, 300_000);

async function objectsIn<Place>(
  places: readonly Place[],
  load: (place: Place) => Promise<Capture>,
): Promise<readonly KubeObject[]> {
  const found: KubeObject[] = [];
  for (const place of places) found.push(...(await load(place)).objects);
  return found;
}

describe('built objects', () => {
  it('have the fields of captured ones', () => {
    const [ours, theirs] = [grouped(built, situationsOf), grouped(real, situationsOf)];
    const strange = [...theirs].flatMap(([situation, objects]) =>
      differencesOf(situation, ours.get(situation) ?? [], objects).filter(
        ({ path }) => !isFieldListed(situation, path),
      ),
    );
    expect(strange.map(({ situation, path, how }) => `${situation}: ${path}: ${how}`)).toEqual([]);
  });

  it('carry the words of real controllers', () => {
    const [ours, theirs] = [grouped(built.flatMap(wordsOf), placeOf), grouped(real.flatMap(wordsOf), placeOf)];
    const strange = [...theirs].flatMap(([where, said]) => {
      const messages = new Set(said.map(({ message }) => message));
      return (ours.get(where) ?? []).filter(({ message }) => !areWordsListed(where) && !messages.has(message));
    });
    expect([...new Set(strange.map(({ where, message }) => `${where}: ${message}`))]).toEqual([]);
  });

  it('are compared in the situations that matter most', () => {
    const [ours, theirs] = [grouped(built, situationsOf), grouped(real, situationsOf)];
    const both = [...theirs.keys()].filter((situation) => ours.has(situation));
    expect(both).toEqual(
      expect.arrayContaining([
        'Deployment, complete',
        'Event of default-scheduler',
        'HelmChart, Ready True',
        'HelmRelease, stalled',
        'Pod, unscheduled',
        'ReplicaSet, refused',
        'Secret of a release',
      ]),
    );
  });
});

function situationsOf(object: KubeObject): string {
  return situationOf(object) ?? 'not compared';
}

function placeOf({ where }: { readonly where: string }): string {
  return where;
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key) ?? [];
    group.push(item);
    groups.set(key, group);
  }
  groups.delete('not compared');
  return groups;
}
