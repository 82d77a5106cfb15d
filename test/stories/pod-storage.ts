import { firstStart, JUST_NOW, mediumNode, rollout, settled, silentNode, SINCE } from './build/app.ts';
import { waiting } from './build/app-status.ts';
import { releaseStory, workloadStory } from './build/ask.ts';
import { event, object, pod, unschedulable, type Built, type Change } from './build/build.ts';
import { healthy, inProgress, problem } from './build/expect.ts';
import { deepMerge } from './build/merge.ts';
import { database, member, NEW } from './build/statefulset.ts';
import { claim, storageClass } from './build/storage.ts';
import { noNode, NOT_HELPFUL } from './build/waiting.ts';
import { appliedBy, chartOf, flux, stalled } from './build/web-release.ts';
import type { Story } from './story.ts';

/** Volume claims that keep a pod from its node. */
const nodes: readonly Built[] = [mediumNode('node-1'), mediumNode('node-2')];
const volumes: Change = { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'web-data' } }] };
const UNBOUND = '0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found';
const MISSING = '0/2 nodes are available: persistentvolumeclaim "web-data" not found. not found';
const ELSEWHERE = noNode(2, "2 node(s) didn't match PersistentVolume's node affinity", `2 ${NOT_HELPFUL}`);

const missing = rollout({ spec: volumes }, { node: null, change: unschedulable(MISSING, SINCE) });
const unbound = rollout({ spec: volumes }, { node: null, change: unschedulable(UNBOUND, SINCE) });
const unboundOfRelease = rollout(
  { spec: volumes, labels: appliedBy() },
  { node: null, change: unschedulable(UNBOUND, SINCE) },
);
const DEFAULT: Change = { metadata: { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } } };
const wrongZone = rollout({ spec: volumes }, { node: null, change: unschedulable(ELSEWHERE, SINCE) });
const crowded = rollout(
  { spec: volumes, requests: { cpu: '250m', memory: '64Gi' } },
  { node: null, change: unschedulable(noNode(2, '2 Insufficient memory', `2 ${NOT_HELPFUL}`), SINCE) },
);
/** What the scheduler says when the time for the volume has passed (bindTimeoutSeconds, ten minutes). */
const NOT_BOUND = 'running PreBind plugin "VolumeBinding": binding volumes: context deadline exceeded';
const unprovided = rollout({ spec: volumes }, { node: null, change: unschedulable(NOT_BOUND, SINCE) });
const onItsWay = firstStart({ spec: volumes, since: JUST_NOW }, { node: null });
const lateClass = storageClass('late', 'WaitForFirstConsumer');
const CHOSEN: Change = { metadata: { annotations: { 'volume.kubernetes.io/selected-node': 'node-1' } } };
const chosen = deepMerge(claim('web-data', 'Pending', 'late'), CHOSEN);
const fresh = deepMerge(chosen, { metadata: { creationTimestamp: JUST_NOW } });
const refusedVolume = event(chosen, {
  reason: 'ProvisioningFailed',
  message:
    'failed to provision volume with StorageClass "late": rpc error: code = ResourceExhausted desc = volume quota exceeded',
  at: SINCE,
});
const ready = settled({ spec: volumes });

/** A volume that lives on a node which this cluster no longer has. */
const volumeElsewhere = object(
  { apiVersion: 'v1', kind: 'PersistentVolume', namespace: null, name: 'pv-web', created: SINCE },
  {
    spec: {
      capacity: { storage: '10Gi' },
      accessModes: ['ReadWriteOnce'],
      claimRef: { kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'web-data' },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['node-9'] }] },
          ],
        },
      },
    },
    status: { phase: 'Bound' },
  },
);

/** The first pod of a StatefulSet, which mounts the claim that was made for it. */
const db = database({
  availableReplicas: 0,
  currentReplicas: 1,
  readyReplicas: undefined,
  replicas: 1,
  updatedReplicas: 1,
});
const waitingMember = deepMerge(member(db, 0, NEW, unschedulable(UNBOUND, SINCE)), {
  spec: { nodeName: undefined, volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data-db-0' } }] },
  status: { startTime: undefined },
});

/** A volume that somebody made by hand, too small for the claim. */
function volumeOf(storageClassName: string): Built {
  return object(
    { apiVersion: 'v1', kind: 'PersistentVolume', namespace: null, name: 'pv-by-hand', created: SINCE },
    {
      spec: {
        capacity: { storage: '1Gi' },
        accessModes: ['ReadWriteOnce'],
        storageClassName,
        local: { path: '/mnt/1' },
      },
      status: { phase: 'Available' },
    },
  );
}

function provisioning(about: Built, reason: string, message: string): Built {
  return event(about, { reason, message, at: '2025-11-15T18:14:00Z', by: 'persistentvolume-controller', count: 180 });
}

const pending = claim('web-data', 'Pending', 'fast');
const noSuchClass = provisioning(pending, 'ProvisioningFailed', 'storageclass.storage.k8s.io "fast" not found');
/** The PV controller on a provisioner of its own process (pkg/controller/volume/persistentvolume/pv_controller.go). */
const PROVISIONER_SILENT =
  "Waiting for a volume to be created either by the external provisioner 'csi.example' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.";
const late = claim('web-data', 'Pending', 'late');

/** The old pod holds the claim on node-1; the new one was given node-2. */
const moved = rollout(
  { spec: volumes, deployment: { spec: { template: { spec: volumes } } } },
  { node: 'node-2', change: waiting('ContainerCreating') },
);
const held = moved.all.map((each) => (each === moved.oldPod ? deepMerge(each, { spec: volumes }) : each));

const IN_USE = 'Multi-Attach error for volume "pv-web" Volume is already used by pod(s) web-74b9c6d5f8-x2x4z';
const ATTACHED =
  'Multi-Attach error for volume "pv-web" Volume is already exclusively attached to one node and can\'t be attached to another';
const bound = claim('web-data', 'Bound', 'fast', 'pv-web');
const refusedBy = (about: Built, message: string): Built =>
  event(about, { reason: 'FailedAttachVolume', message, at: '2025-11-15T18:14:00Z', by: 'attachdetach-controller' });

/** An update without surge half a minute ago: the old pod was told to go before the new one was made. */
function handedOver(deletedUntil: string): readonly Built[] {
  const none = { readyReplicas: undefined, availableReplicas: undefined };
  const own = { spec: { template: { spec: volumes } } };
  const spec = { spec: volumes, since: JUST_NOW, deployment: own };
  const app = rollout(spec, { node: 'node-2', change: waiting('ContainerCreating') });
  const old: Change = {
    metadata: { deletionTimestamp: deletedUntil, deletionGracePeriodSeconds: 60 },
    spec: volumes,
  };
  return [
    ...app.all.map((each) => {
      if (each === app.oldPod) return deepMerge(each, old);
      if (each === app.deployment) return deepMerge(each, { status: { ...none, replicas: 1, unavailableReplicas: 1 } });
      const isOldSet = each['kind'] === 'ReplicaSet' && each !== app.newSet;
      return isOldSet
        ? deepMerge(each, { spec: { replicas: 0 }, status: { ...none, replicas: 0, fullyLabeledReplicas: undefined } })
        : each;
    }),
    refusedBy(app.newPod, IN_USE),
    bound,
  ];
}

/** The volume is attached to a node, as the attach-detach controller has written down. */
function attachedTo(nodeName: string): Built {
  return object(
    { apiVersion: 'storage.k8s.io/v1', kind: 'VolumeAttachment', namespace: null, name: 'csi-pv-web', created: SINCE },
    {
      spec: { attacher: 'csi.example', nodeName, source: { persistentVolumeName: 'pv-web' } },
      status: { attached: true },
    },
  );
}

const orphan = firstStart({ spec: volumes, since: JUST_NOW }, { node: 'node-2', change: waiting('ContainerCreating') });
const orphaned: readonly Built[] = [...orphan.all, bound, refusedBy(orphan.newPod, ATTACHED)];
const here = settled({ spec: volumes }, { node: 'node-2' });

/** Volumes that one node may hold, and who holds them. */
const heldVolumes: readonly Story[] = [
  workloadStory(
    'pod/volume-holder-ends',
    'The old pod holds the volume and has half a minute left to end.',
    { objects: [...nodes, ...handedOver('2025-11-15T18:15:33Z')] },
    inProgress({ says: ['comes free when web-74b9c6d5f8-x2x4z has ended on node-1', 'grace of 60s'] }),
  ),
  workloadStory(
    'pod/volume-holder-stuck',
    'The old pod holds the volume and should have ended long ago; its node has gone silent.',
    { objects: [silentNode('node-1'), ...nodes.slice(1), ...handedOver('2025-11-15T17:31:00Z')] },
    problem('ends-on-lost-node', 'confirmed', { says: ['web-data', 'six minutes after the pod has gone'] }),
  ),
  workloadStory(
    'pod/volume-on-lost-node',
    'The node of the old pod was destroyed with it; the volume is still attached there.',
    { objects: [...nodes.slice(1), ...orphaned, attachedTo('node-1')] },
    problem('volume-on-lost-node', 'confirmed', {
      says: ['about six minutes', 'does not exist any more', 'Wait for about ten minutes'],
      never: ['out-of-service'],
    }),
  ),
  workloadStory(
    'pod/volume-on-lost-node-healthy',
    'The volume followed the pod to its new node.',
    { objects: [...nodes, ...here.all, bound, attachedTo('node-2')] },
    healthy,
  ),
  workloadStory(
    'pod/volume-on-lost-node-decoy',
    'The pod is ready; the event of the wait for the volume is left.',
    { objects: [...nodes.slice(1), ...here.all, bound, attachedTo('node-2'), refusedBy(here.newPod, ATTACHED)] },
    healthy,
  ),
  workloadStory(
    'pod/volume-on-lost-node-denied',
    'The same as at first, and to which node the volume is attached may not be looked at.',
    {
      objects: [...nodes.slice(1), ...orphaned, attachedTo('node-1')],
      denied: ['volumeattachments.storage.k8s.io'],
    },
    problem('volume-attached-elsewhere', 'likely', { says: ['volumeattachments'] }),
  ),
  workloadStory(
    'pod/volume-on-other-node',
    'The volume is attached to a node that is well, and no pod of the workload is there.',
    { objects: [...nodes, ...orphaned, attachedTo('node-1')] },
    problem('volume-attached-elsewhere', 'confirmed', {
      says: ['No other pod of the workload mounts it', 'It is attached to node node-1'],
    }),
  ),
];

/** One story per state of a claim. */
export const podStorage: readonly Story[] = [
  ...heldVolumes,
  workloadStory(
    'pod/claim-missing',
    'The pod mounts a claim that nobody made.',
    { objects: [...nodes, ...missing.all] },
    problem('claim-missing', 'confirmed', { says: ['web-data'] }),
  ),
  workloadStory(
    'pod/claim-missing-denied',
    'The same, and claims may not be looked at: the scheduler says it.',
    { objects: [...nodes, ...missing.all], denied: ['persistentvolumeclaims'] },
    problem('unschedulable', 'likely', { says: ['persistentvolumeclaim', 'web-data'], never: ['nodes differently'] }),
  ),
  workloadStory(
    'pod/storage-class-missing',
    'The claim asks for a storage class that does not exist.',
    { objects: [...nodes, ...unbound.all, pending, noSuchClass, storageClass('standard', 'WaitForFirstConsumer')] },
    problem('storage-class-missing', 'confirmed', {
      says: ['There are: standard.', 'holds nothing', 'provisioner: csi.example', 'name: fast'],
      never: ['kubectl delete'],
    }),
  ),
  releaseStory(
    'pod/storage-class-missing-of-release',
    'The same, and the claim came with a new version of the chart: it was never bound, so it may be made anew.',
    {
      objects: [
        ...nodes,
        ...flux,
        chartOf(),
        stalled(),
        ...unboundOfRelease.all,
        deepMerge(pending, { metadata: { labels: appliedBy() } }),
        noSuchClass,
        deepMerge(storageClass('standard', 'WaitForFirstConsumer'), DEFAULT),
        storageClass('slow', 'Immediate'),
      ],
    },
    problem('storage-class-missing', 'confirmed', {
      says: [
        'default class of this cluster',
        'kubectl delete persistentvolumeclaim web-data -n shop',
        'value: standard',
      ],
    }),
  ),
  workloadStory(
    'pod/storage-class-missing-of-set',
    'The claim comes from a template of a StatefulSet, and its class does not exist.',
    {
      objects: [...nodes, db, waitingMember, claim('data-db-0', 'Pending', 'fast'), storageClass('slow', 'Immediate')],
    },
    problem('storage-class-missing', 'confirmed', {
      says: ['a template of StatefulSet db', 'provisioner: csi.example'],
      never: ['kubectl delete'],
    }),
    'StatefulSet/shop/db',
  ),
  workloadStory(
    'pod/storage-class-misspelt',
    'The storage class that the claim asks for is called nearly so.',
    {
      objects: [
        ...nodes,
        ...unbound.all,
        pending,
        storageClass('fasts', 'Immediate'),
        storageClass('slow', 'Immediate'),
      ],
    },
    problem('storage-class-missing', 'confirmed', { says: ['nearly so: fasts.'] }),
  ),
  workloadStory(
    'pod/storage-class-missing-volumes-there',
    'Nobody declared the storage class, and a volume was made by hand that bears its name but is not for this claim.',
    { objects: [...nodes, ...unbound.all, pending, volumeOf('fast')] },
    problem('storage-class-missing', 'likely', { says: ['pv-by-hand'] }),
  ),
  workloadStory(
    'pod/storage-class-missing-volumes-denied',
    'The class is missing; whether a volume was made by hand may not be looked at.',
    { objects: [...nodes, ...unbound.all, pending], denied: ['persistentvolumes'] },
    problem('storage-class-missing', 'likely', { says: ['persistentvolumes', 'There are: none.', 'have-class'] }),
  ),
  workloadStory(
    'pod/storage-class-missing-decoy',
    'A claim is bound to a volume that was made by hand, of a class that nobody declared: nothing is wrong.',
    { objects: [...nodes, ...ready.all, claim('web-data', 'Bound', 'fast', 'pv-web'), noSuchClass] },
    healthy,
  ),
  workloadStory(
    'pod/claim-not-bound',
    'The class of the claim binds at once, and its provisioner makes no volume.',
    {
      objects: [
        ...nodes,
        ...unbound.all,
        pending,
        provisioning(pending, 'ExternalProvisioning', PROVISIONER_SILENT),
        storageClass('fast', 'Immediate'),
      ],
    },
    problem('claim-not-bound', 'confirmed', { says: ['Pending', 'fast', 'csi.example'] }),
  ),
  workloadStory(
    'pod/claim-not-bound-classes-denied',
    'The claim is not bound, and storage classes may not be looked at.',
    { objects: [...nodes, ...unbound.all, pending], denied: ['storageclasses.storage.k8s.io'] },
    problem('claim-not-bound', 'likely', { says: ['Pending', 'fast'] }),
  ),
  workloadStory(
    'pod/claim-waits-for-consumer',
    'A claim that waits for its first consumer is normal: what keeps the pod from a node is its size.',
    { objects: [...nodes, ...crowded.all, late, storageClass('late', 'WaitForFirstConsumer')] },
    problem('larger-than-any-node', 'confirmed', { never: ['claim-not-bound'] }),
  ),
  workloadStory(
    'pod/claim-not-provisioned-on-node',
    'The scheduler has chosen a node, and nobody makes the volume there.',
    { objects: [...nodes, ...unprovided.all, lateClass, chosen, refusedVolume] },
    problem('claim-not-bound', 'confirmed', {
      says: ['has chosen node-1 for it', 'nobody has made a volume there', 'ResourceExhausted'],
      never: ['binds at once'],
    }),
  ),
  workloadStory(
    'pod/claim-not-provisioned-decoy',
    'The scheduler chose a node a moment ago; the volume is being made, and the pod lacks nothing else.',
    { objects: [...nodes, ...onItsWay.all, lateClass, fresh] },
    inProgress(),
  ),
  workloadStory(
    'pod/claim-in-another-zone',
    'The claim is bound to a volume that only a node which has gone could use.',
    { objects: [...nodes, ...wrongZone.all, claim('web-data', 'Bound', 'fast', 'pv-web'), volumeElsewhere] },
    problem('volume-out-of-reach', 'confirmed', { says: ['pv-web'] }),
  ),
  workloadStory(
    'pod/volume-held-by-other',
    'A pod of something else has the volume on another node.',
    {
      objects: [
        ...nodes,
        ...orphan.all,
        bound,
        pod(
          null,
          {
            name: 'load',
            namespace: 'shop',
            image: 'registry.example/shop/load:1',
            created: '2025-11-15T17:10:00Z',
            pod: 'load-x2x4z',
            node: 'node-1',
          },
          { spec: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'web-data' } }] } },
        ),
        attachedTo('node-1'),
        refusedBy(orphan.newPod, 'Multi-Attach error for volume "pv-web" Volume is already used by pod(s) load-x2x4z'),
      ],
    },
    problem('volume-attached-elsewhere', 'confirmed', {
      says: [
        'is in use by load-x2x4z on another node',
        'has it on node-1',
        'See whether Pod load-x2x4z ends by itself',
      ],
      never: ['No other pod of the workload'],
    }),
  ),
  workloadStory(
    'pod/volume-held-by-old-pod',
    'The old pod holds a volume that one node may hold, and it goes only once the new one is ready.',
    {
      objects: [
        ...nodes,
        ...held,
        claim('web-data', 'Bound', 'fast', 'pv-web'),
        event(moved.newPod, {
          reason: 'FailedAttachVolume',
          message: 'Multi-Attach error for volume "pv-web" Volume is already used by pod(s) web-74b9c6d5f8-x2x4z',
          at: '2025-11-15T18:14:00Z',
          by: 'attachdetach-controller',
        }),
      ],
    },
    problem('volume-attached-elsewhere', 'confirmed', { says: ['holds it on node-1', 'maxSurge: 0'] }),
  ),
  workloadStory(
    'pod/claim-healthy',
    'The claim is bound and the pod is ready.',
    { objects: [...nodes, ...ready.all, claim('web-data', 'Bound', 'fast', 'pv-web')] },
    healthy,
  ),
  workloadStory(
    'pod/claim-decoy',
    'The claim waited for its first consumer, and the events of that are left.',
    {
      objects: [
        ...nodes,
        ...ready.all,
        claim('web-data', 'Bound', 'late', 'pv-web'),
        provisioning(late, 'ProvisioningFailed', 'failed to provision volume: rpc error: deadline exceeded'),
        event(ready.newPod, { reason: 'FailedScheduling', message: UNBOUND, at: '2025-11-15T17:30:01Z' }),
      ],
    },
    healthy,
  ),
];
