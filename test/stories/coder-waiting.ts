import { INSTALLED, mediumNode, refused, tenant, type AppSketch } from './build/app.ts';
import { failedCreate, quota } from './build/admission.ts';
import { event, object, type Built } from './build/build.ts';
import { healthy, problem } from './build/expect.ts';
import { deepMerge } from './build/merge.ts';
import { storageClass } from './build/storage.ts';
import { NO_VICTIMS, noNode, NOT_HELPFUL } from './build/waiting.ts';
import {
  coderAround,
  runningWorkspace,
  waitingWorkspace,
  workspaceSketch,
  workspaceStory,
} from './build/waiting-workspace.ts';
import type { Story } from './story.ts';

/** A workspace that finds no node for each reason that there is, as `kubedoc diagnose coder` comes to it. */
interface Reason {
  readonly name: string;
  readonly code: string;
  readonly fault: string;
  readonly message: string;
  /** What keeps the workspace away, beside Coder. */
  readonly around: readonly Built[];
  readonly asks?: AppSketch;
  readonly says: readonly string[];
  /** Where the same workspace runs, and the node that it runs on. */
  readonly well: readonly Built[];
  readonly on?: string;
  /** What may not be looked at, and what is then found. */
  readonly denied?: readonly [resource: string, code: string];
}

const open = mediumNode('node-1');
const tainted = mediumNode('node-2', { spec: { taints: [{ key: 'team', value: 'gpu', effect: 'NoSchedule' }] } });
const full: readonly Built[] = [open, tenant('node-1', '12Gi')];
const twoOf = (one: string, other: string): string =>
  noNode(2, `1 ${one}, 1 ${other}`, `1 ${NO_VICTIMS}, 1 ${NOT_HELPFUL}`);
const MEMORY = 'Insufficient memory';

const HOME = { name: 'home', persistentVolumeClaim: { claimName: 'coder-6a1f2b3c-home' } };
const withHome: AppSketch = { spec: { volumes: [HOME] } };
const home = (phase: string): Built =>
  object(
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      namespace: 'workspaces',
      name: HOME.persistentVolumeClaim.claimName,
      created: INSTALLED,
    },
    {
      metadata: { finalizers: ['kubernetes.io/pvc-protection'] },
      spec: {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: '10Gi' } },
        storageClassName: 'gp3',
        volumeMode: 'Filesystem',
        ...(phase === 'Bound' ? { volumeName: 'pv-home' } : {}),
      },
      status: {
        phase,
        ...(phase === 'Bound' ? { accessModes: ['ReadWriteOnce'], capacity: { storage: '10Gi' } } : {}),
      },
    },
  );
const volume = (zone: string): Built =>
  object(
    { apiVersion: 'v1', kind: 'PersistentVolume', namespace: null, name: 'pv-home', created: INSTALLED },
    {
      spec: {
        capacity: { storage: '10Gi' },
        accessModes: ['ReadWriteOnce'],
        persistentVolumeReclaimPolicy: 'Delete',
        claimRef: { kind: 'PersistentVolumeClaim', namespace: 'workspaces', name: 'coder-6a1f2b3c-home' },
        nodeAffinity: {
          required: {
            nodeSelectorTerms: [
              { matchExpressions: [{ key: 'topology.kubernetes.io/zone', operator: 'In', values: [zone] }] },
            ],
          },
        },
      },
      status: { phase: 'Bound' },
    },
  );
const inZone = (zone: string): Built =>
  mediumNode('node-1', { metadata: { labels: { 'topology.kubernetes.io/zone': zone } } });

/** A template that keeps a workspace away from another one. */
const apart: AppSketch = {
  spec: {
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          {
            topologyKey: 'kubernetes.io/hostname',
            labelSelector: { matchLabels: { 'app.kubernetes.io/name': 'coder-7b2f3c4d' } },
          },
        ],
      },
    },
  },
};
const other = runningWorkspace({ name: 'coder-7b2f3c4d', labels: { 'com.coder.workspace.name': 'other' } });
const selecting: AppSketch = {
  spec: {
    nodeSelector: { 'node-group': 'coder-ws' },
  },
};

const reasons: readonly Reason[] = [
  {
    name: 'no-room',
    code: 'no-room',
    fault: 'The only node is full, and no autoscaler says anything.',
    message: noNode(1, `1 ${MEMORY}`, `1 ${NO_VICTIMS}`),
    around: full,
    says: ['needs 8Gi memory, at most 3.5Gi free'],
    well: [open],
  },
  {
    name: 'taint',
    code: 'taint-not-tolerated',
    fault: 'The node with room is tainted for another team.',
    message: noNode(1, '1 node(s) had untolerated taint(s)', `1 ${NOT_HELPFUL}`),
    around: [tainted],
    says: ['team=gpu'],
    well: [open, tainted],
  },
  {
    name: 'too-large',
    code: 'larger-than-any-node',
    fault: 'The template asks for more memory than any node has.',
    message: noNode(1, `1 ${MEMORY}`, `1 ${NOT_HELPFUL}`),
    around: [open],
    asks: { requests: { cpu: '1', memory: '64Gi' } },
    says: ['64Gi'],
    well: [open],
  },
  {
    name: 'volume-zone',
    code: 'volume-in-another-zone',
    fault: 'Its home is a volume of zone b, and all nodes are in zone a.',
    message: noNode(1, "1 node(s) didn't match PersistentVolume's node affinity", `1 ${NOT_HELPFUL}`),
    around: [inZone('a'), home('Bound'), volume('b'), storageClass('gp3', 'WaitForFirstConsumer')],
    asks: withHome,
    says: ['pv-home can be used in b'],
    well: [inZone('a'), home('Bound'), volume('a'), storageClass('gp3', 'WaitForFirstConsumer')],
    denied: ['persistentvolumes', 'unschedulable'],
  },
  {
    name: 'home-unbound',
    code: 'claim-not-bound',
    fault: 'The class of its home binds at once, and nobody makes the volume.',
    message:
      '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.',
    around: [open, home('Pending'), storageClass('gp3', 'Immediate')],
    asks: withHome,
    says: ['coder-6a1f2b3c-home', 'gp3'],
    well: [open, home('Bound'), volume('a'), storageClass('gp3', 'Immediate')],
    denied: ['storageclasses.storage.k8s.io', 'claim-not-bound'],
  },
  {
    name: 'anti-affinity',
    code: 'anti-affinity-blocks',
    fault: 'It may not share a node with another workspace, and that one is on the only node.',
    message: noNode(1, "1 node(s) didn't match pod anti-affinity rules", `1 ${NO_VICTIMS}`),
    around: [open, ...other.all],
    asks: { ...apart, requests: { cpu: '1', memory: '1Gi' } },
    says: ['workspaces/coder-7b2f3c4d-5d7f9b8c6-q5w9b on node-1'],
    well: [open, mediumNode('node-2'), ...other.all],
    on: 'node-2',
  },
  {
    name: 'wrong-group',
    code: 'no-matching-node',
    fault: 'Its template selects a group of nodes that no node belongs to.',
    message: twoOf("node(s) didn't match Pod's node affinity/selector", 'node(s) had untolerated taint(s)'),
    around: [open, tainted],
    asks: selecting,
    says: ['coder-ws'],
    well: [mediumNode('node-1', { metadata: { labels: { 'node-group': 'coder-ws' } } })],
  },
];

function storiesOf(reason: Reason): readonly Story[] {
  const { name, code, fault, message, around, asks = {}, says, well, on = 'node-1' } = reason;
  const { denied: [resource, blind] = ['nodes', 'unschedulable'] } = reason;
  const faulty = [...coderAround, ...around, ...waitingWorkspace(message, asks).all];
  const small = name === 'too-large' ? {} : asks;
  const runs = runningWorkspace(small, on);
  const past = event(runs.newPod, { reason: 'FailedScheduling', message, at: '2025-11-15T17:30:01Z' });
  const sound = [...coderAround, ...well, ...runs.all];
  const folder = `coder-workspace/waits-${name}`;
  return [
    workspaceStory(folder, fault, faulty, problem(code, 'confirmed', { says })),
    workspaceStory(`${folder}-healthy`, 'The workspace runs.', sound, healthy),
    workspaceStory(`${folder}-decoy`, 'It runs; what the scheduler once said is left.', [...sound, past], healthy),
    workspaceStory(
      `${folder}-denied`,
      `The same, and ${resource} may not be looked at.`,
      faulty,
      problem(blind, 'likely'),
      [resource],
    ),
  ];
}

/** A quota of the namespace refuses the pod, so there is none that could wait. */
const QUOTA =
  'exceeded quota: team, requested: requests.memory=8Gi, used: requests.memory=12Gi, limited: requests.memory=16Gi';
const turnedAway = refused(workspaceSketch(), QUOTA);
const team = (hard: string): Built =>
  deepMerge(quota('team', { 'requests.memory': hard }, { 'requests.memory': '12Gi' }), {
    metadata: { namespace: 'workspaces' },
  });
const attempt = failedCreate(turnedAway.newSet, `pods "coder-6a1f2b3c-5d7f9b8c6-q5w9b" is forbidden: ${QUOTA}`);
const sound: readonly Built[] = [...coderAround, open, ...runningWorkspace().all];

const quotas: readonly Story[] = [
  workspaceStory(
    'coder-workspace/waits-quota',
    'The quota of the namespace has no room for its pod.',
    [...coderAround, open, ...turnedAway.all, team('16Gi'), attempt],
    problem('pods-refused-by-quota', 'confirmed', { says: ['12Gi of 16Gi used, 8Gi asked for'] }),
  ),
  workspaceStory(
    'coder-workspace/waits-quota-healthy',
    'The quota has room, and the workspace runs.',
    [...sound, team('64Gi')],
    healthy,
  ),
  workspaceStory(
    'coder-workspace/waits-quota-decoy',
    'The quota is nearly used up, and nobody was refused.',
    [...sound, team('13Gi')],
    healthy,
  ),
  workspaceStory(
    'coder-workspace/waits-quota-denied',
    'The quota may not be looked at: the refusal alone speaks.',
    [...coderAround, open, ...turnedAway.all, team('16Gi'), attempt],
    problem('pods-refused-by-quota', 'likely', { says: ['resourcequotas'] }),
    ['resourcequotas'],
  ),
];

/** One reason each, with its healthy twin, what is over, and what may not be looked at. */
export const coderWaiting: readonly Story[] = [...reasons.flatMap(storiesOf), ...quotas];
