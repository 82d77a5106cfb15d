import { join } from 'node:path';
import { it } from 'vitest';
import type { KubeObject } from '../src/model/object.ts';
import { loadCapture } from '../src/replay/capture.ts';
import { allStories } from './stories/all.ts';
import { differencesOf } from './support/built-and-real.ts';
import { capturedMoments } from './support/captured.ts';
import { root } from './support/shipped.ts';
import { situationOf } from './support/situations.ts';

async function bySituation(folders: readonly string[]): Promise<ReadonlyMap<string, readonly KubeObject[]>> {
  const found = new Map<string, KubeObject[]>();
  for (const folder of folders) {
    const { objects } = await loadCapture(join(root, folder));
    for (const object of objects) {
      const situation = situationOf(object);
      if (situation !== undefined) found.set(situation, [...(found.get(situation) ?? []), object]);
    }
  }
  return found;
}

it('prints', { timeout: 300_000 }, async () => {
  const real = await bySituation(capturedMoments().map(({ folder }) => folder));
  const built = await bySituation(allStories.filter(({ snapshot }) => snapshot.complete === true).map(({ folder }) => folder));
  for (const [situation, objects] of [...real].sort()) {
    const ours = built.get(situation) ?? [];
    console.log(`## ${situation}: ${objects.length} real, ${ours.length} built`);
    for (const { path, how } of differencesOf(situation, ours, objects)) console.log(`  ${path}: ${how}`);
  }
});
