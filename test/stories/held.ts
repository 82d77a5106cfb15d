import { mediumNode, rollout, settled } from './build/app.ts';
import { crashLoop } from './build/app-status.ts';
import { releaseStory, workloadStory } from './build/ask.ts';
import type { Built, Change } from './build/build.ts';
import { healthy, inProgress, problem } from './build/expect.ts';
import { appliedBy, chartOf, flux, stalled } from './build/web-release.ts';
import type { Expected, Story } from './story.ts';

const LONG_AGO = '2025-11-15T17:12:00Z';
const SNAPSHOT = 'backup.example/snapshot';
const labels = appliedBy();
const around: readonly Built[] = [mediumNode('node-1'), ...flux, chartOf()];

/** A Deployment that was deleted and stays; its generation counts the deletion. */
function deleted(at: string, finalizers: readonly string[]): Change {
  return { metadata: { deletionTimestamp: at, deletionGracePeriodSeconds: 0, finalizers } };
}

/** An upgraded Deployment that its controller does not roll out any more: all that runs is of the old revision. */
function frozen(at: string, finalizers: readonly string[]): readonly Built[] {
  const change = { ...deleted(at, finalizers), status: { updatedReplicas: undefined } };
  return settled({ labels, image: 'registry.example/shop/web:1.4.0', deployment: change }).all;
}

function released(
  name: string,
  summary: string,
  objects: readonly Built[],
  expected: Expected,
  denied: readonly string[] = [],
): Story {
  return releaseStory(`helmrelease/${name}`, summary, { objects: [...objects, ...around], denied }, expected);
}

function asked(
  name: string,
  summary: string,
  change: Change,
  expected: Expected,
  denied: readonly string[] = [],
): Story {
  const objects = [...settled({ labels, deployment: change }).all, mediumNode('node-1')];
  return workloadStory(`held/${name}`, summary, { objects, denied }, expected);
}

/** Objects of a release that are being deleted and do not go. */
export const held: readonly Story[] = [
  released(
    'held-by-finalizer',
    'Somebody deleted the Deployment an hour ago; a finalizer keeps it, and the upgrade waited in vain.',
    [stalled(), ...frozen(LONG_AGO, [SNAPSHOT])],
    problem('object-held-by-finalizer', 'confirmed', {
      says: [SNAPSHOT, '2025-11-15 17:12:00 UTC', 'rolls nothing out', '--reset', '"risk":"loses-data"'],
      never: ['only-the-counter'],
    }),
  ),
  released(
    'held-deployments-denied',
    'The same, and the Deployment may not be looked at.',
    [stalled(), ...frozen(LONG_AGO, [SNAPSHOT])],
    problem('unexplained', 'possible', { says: ['deployments.apps'] }),
    ['deployments.apps'],
  ),
  released(
    'held-decoy',
    'The Deployment bears the finalizer, and nobody deleted it: its pod crashes.',
    [
      stalled(),
      ...rollout({ labels, deployment: { metadata: { finalizers: [SNAPSHOT] } } }, { change: crashLoop(1) }).all,
    ],
    problem('container-crashes', 'likely', { never: ['object-held-by-finalizer'] }),
  ),
  asked(
    'served-while-held',
    'The Deployment is complete, and was deleted an hour ago: a finalizer alone keeps it and its pods.',
    deleted(LONG_AGO, [SNAPSHOT]),
    problem('object-held-by-finalizer', 'confirmed', { says: ['P2', 'it serves as long as it is kept'] }),
  ),
  asked(
    'held-pods-denied',
    'The same, and whether its pods serve cannot be seen.',
    deleted(LONG_AGO, [SNAPSHOT]),
    problem('object-held-by-finalizer', 'confirmed', { says: [SNAPSHOT] }),
    ['pods'],
  ),
  asked(
    'foreground',
    'It was deleted in the foreground: the garbage collector waits for what it owns.',
    deleted(LONG_AGO, ['foregroundDeletion']),
    problem('object-held-by-finalizer', 'confirmed', {
      says: ['garbage collector takes foregroundDeletion away'],
      never: ['before the slash'],
    }),
  ),
  asked(
    'going',
    'It was deleted half a minute ago; whoever has to clear up may yet do so.',
    deleted('2025-11-15T18:14:33Z', [SNAPSHOT]),
    inProgress({ says: ['is being deleted since 2025-11-15 18:14:33 UTC'] }),
  ),
  asked('healthy', 'It bears a finalizer, and nobody deletes it.', { metadata: { finalizers: [SNAPSHOT] } }, healthy),
];
