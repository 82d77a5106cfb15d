import type { KubeObject } from '../../src/model/object.ts';
import { asList, asText, at } from '../../src/replay/narrow.ts';

/** The situations in which objects of stories are compared with captured ones; what fits none is not compared. */
export function situationOf(object: KubeObject): string | undefined {
  const of = SITUATIONS[object.kind];
  return typeof of === 'function' ? of(object) : of;
}

const SITUATIONS: Readonly<Record<string, string | ((object: KubeObject) => string | undefined)>> = {
  Namespace: 'Namespace',
  Node: (object) => (statusOf(object, 'Ready') === 'True' ? 'Node, ready' : undefined),
  Lease: (object) => (object.metadata.namespace === 'kube-node-lease' ? 'Lease of a node' : undefined),
  Service: 'Service',
  ServiceAccount: 'ServiceAccount',
  EndpointSlice: 'EndpointSlice',
  ResourceQuota: 'ResourceQuota',
  ValidatingAdmissionPolicy: 'ValidatingAdmissionPolicy',
  ValidatingAdmissionPolicyBinding: 'ValidatingAdmissionPolicyBinding',
  ValidatingWebhookConfiguration: 'ValidatingWebhookConfiguration',
  PersistentVolumeClaim: (object) => `PersistentVolumeClaim, ${phaseOf(object)}`,
  PriorityClass: 'PriorityClass',
  CustomResourceDefinition: 'CustomResourceDefinition',
  Secret: (object) => (asText(object['type']) === 'helm.sh/release.v1' ? 'Secret of a release' : undefined),
  Deployment: (object) => `Deployment, ${deploymentState(object)}`,
  ReplicaSet: (object) => `ReplicaSet, ${replicaSetState(object)}`,
  Pod: podState,
  Job: (object) => {
    const ends = ['Failed', 'Complete'].find((type) => statusOf(object, type) === 'True');
    return `Job, ${ends ?? 'under way'}`;
  },
  HelmRelease: (object) => `HelmRelease, ${releaseState(object)}`,
  HelmChart: (object) => `HelmChart, Ready ${statusOf(object, 'Ready')}`,
  HelmRepository: (object) => `HelmRepository, Ready ${statusOf(object, 'Ready')}`,
  Event: eventOf,
};

/** The kubelets of the plane are simulated, and so are their events. */
function eventOf(object: KubeObject): string | undefined {
  const by = asText(object['reportingComponent']) || asText(at(object, 'source', 'component'));
  return by === 'kubelet' ? undefined : `Event of ${by}`;
}

function statusOf(object: KubeObject, type: string): string {
  const found = asList(at(object, 'status', 'conditions')).find((each) => at(each, 'type') === type);
  return asText(at(found, 'status')) || 'absent';
}

function phaseOf(object: KubeObject): string {
  return asText(at(object, 'status', 'phase'));
}

function deploymentState(object: KubeObject): string {
  if (asText(at(object, 'metadata', 'namespace')) === 'flux-system') return 'of Flux';
  if (statusOf(object, 'ReplicaFailure') === 'True') return 'refused';
  return at(object, 'status', 'unavailableReplicas') === undefined ? 'complete' : 'incomplete';
}

function replicaSetState(object: KubeObject): string {
  if (statusOf(object, 'ReplicaFailure') === 'True') return 'refused';
  if (at(object, 'spec', 'replicas') === 0) return 'scaled down';
  return at(object, 'status', 'readyReplicas') === at(object, 'spec', 'replicas') ? 'ready' : 'not ready';
}

/** Pods on a node are reported by simulated kubelets, which know less than real ones: only what others say is compared. */
function podState(object: KubeObject): string | undefined {
  const [owner] = asList(at(object, 'metadata', 'ownerReferences'));
  if (at(owner, 'kind') !== 'ReplicaSet') return undefined;
  return at(object, 'spec', 'nodeName') === undefined ? 'Pod, unscheduled' : 'Pod, scheduled';
}

function releaseState(object: KubeObject): string {
  if (at(object, 'metadata', 'deletionTimestamp') !== undefined) return 'being deleted';
  if (at(object, 'spec', 'suspend') === true) return 'suspended';
  if (statusOf(object, 'Stalled') === 'True') return 'stalled';
  return `Ready ${statusOf(object, 'Ready')}`;
}
