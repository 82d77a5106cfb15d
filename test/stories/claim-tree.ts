import { INSTALLED, mediumNode, settled, SINCE } from './build/app.ts';
import { storyOf } from './build/ask.ts';
import { condition, event, object, type Built } from './build/build.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { deepMerge } from './build/merge.ts';
import { claim, storageClass } from './build/storage.ts';
import type { Expected, Story } from './story.ts';

/** Volume claims that have lost their volume, never get one, do not grow or do not go. */
const node = mediumNode('node-1');
const app = settled({ spec: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] } });
const idle = settled({});
const now = storageClass('fast', 'Immediate');
const late = storageClass('late', 'WaitForFirstConsumer');
const volume = object(
  { apiVersion: 'v1', kind: 'PersistentVolume', namespace: null, name: 'pv-1', created: INSTALLED },
  { spec: { capacity: { storage: '10Gi' }, storageClassName: 'fast' }, status: { phase: 'Bound' } },
);
const bound = claim('data', 'Bound', 'fast', 'pv-1');
const lost = claim('data', 'Lost', 'fast', 'pv-1');
const pending = claim('data', 'Pending', 'fast');
const QUOTA =
  'failed to provision volume with StorageClass "fast": rpc error: code = ResourceExhausted desc = volume quota exceeded';
const wider = deepMerge(bound, { spec: { resources: { requests: { storage: '20Gi' } } } });
const RESIZE = 'rpc error: code = InvalidArgument desc = volume is in use and cannot be expanded online';
const stuck = deepMerge(wider, {
  status: { conditions: [condition('ControllerResizeError', 'True', '', RESIZE, SINCE)] },
});
const WAITS = 'Waiting for user to (re-)start a pod to finish file system resize of volume on node.';
const grows = deepMerge(wider, {
  status: { conditions: [condition('FileSystemResizePending', 'True', '', WAITS, SINCE)] },
});
const deleted = deepMerge(bound, { metadata: { deletionTimestamp: SINCE, deletionGracePeriodSeconds: 0 } });
const heldBy = deepMerge(deleted, { metadata: { finalizers: ['backup.example/keep'] } });

function about(name: string, summary: string, objects: readonly Built[], expected: Expected, denied?: string): Story {
  const scene = { objects: [node, now, late, ...objects], ...(denied === undefined ? {} : { denied: [denied] }) };
  return storyOf(`claim/${name}`, summary, scene, expected, {
    runbook: 'claim',
    inputs: { claim: 'PersistentVolumeClaim/shop/data' },
  });
}

export const claimTree: readonly Story[] = [
  about('healthy', 'It has its volume.', [...app.all, volume, bound], healthy),
  about(
    'lost',
    'Somebody has deleted its volume.',
    [...app.all, lost],
    problem('claim-lost', 'confirmed', { says: ['pv-1 does not exist any more', 'P1'] }),
  ),
  about(
    'lost-denied',
    'The same, and the volumes may not be looked at.',
    [...app.all, lost],
    problem('claim-lost', 'likely'),
    'persistentvolumes',
  ),
  about(
    'no-such-class',
    'It asks for a class that nobody has declared.',
    [...idle.all, claim('data', 'Pending', 'fats')],
    problem('claim-class-missing', 'confirmed', { says: ['There are: fast, late'] }),
  ),
  about(
    'not-provisioned',
    'Its provisioner has no room.',
    [
      ...idle.all,
      pending,
      event(pending, { reason: 'ProvisioningFailed', message: QUOTA, at: '2025-11-15T18:12:00Z' }),
    ],
    problem('claim-pending', 'likely', { says: ['volume quota exceeded'] }),
  ),
  about('waits-for-pod-decoy', 'Its class waits for a pod.', [...idle.all, claim('data', 'Pending', 'late')], {
    ...healthy,
    says: ['It gets its volume when a pod uses it'],
  }),
  about(
    'pods-denied',
    'The pods may not be looked at.',
    [...idle.all, claim('data', 'Pending', 'late')],
    incomplete({ says: ['pods'] }),
    'pods',
  ),
  about(
    'not-grown',
    'Its driver refuses to make it larger.',
    [...app.all, volume, stuck],
    problem('claim-not-grown', 'confirmed', { says: ['cannot be expanded online', '20Gi'] }),
  ),
  about('grows-with-pod-decoy', 'The volume has grown, its file system will.', [...idle.all, volume, grows], {
    ...healthy,
    says: ['re-)start a pod'],
  }),
  about('deleted-in-use-decoy', 'Somebody has deleted it while a pod uses it.', [...app.all, volume, deleted], {
    ...healthy,
    says: ['cannot be taken back'],
  }),
  about(
    'held',
    'Its deletion hangs on the finalizer of somebody who is away.',
    [...idle.all, volume, heldBy],
    problem('object-held-by-finalizer', 'confirmed', { says: ['backup.example/keep'] }),
  ),
];
