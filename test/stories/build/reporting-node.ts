import { object, type Built, type Change } from './build.ts';
import { digestOf } from './digest.ts';
import { filledIn, listOf, partOf, textOf } from './json-parts.ts';
import { nodeAddress } from './running-pod.ts';

/** A node with what its kubelet reports: addresses, software, heartbeats. `now` is when the cluster was looked at. */
export function reportingNode(node: Built, now: string): Built {
  const name = nameOf(node);
  const status = partOf(node, 'status');
  const conditions = listOf(status['conditions']).map((each) =>
    filledIn(each, { lastHeartbeatTime: heartbeatOf(each, now) }),
  );
  const metadata = partOf(node, 'metadata');
  const annotations = filledIn(partOf(node, 'metadata', 'annotations'), NODE_ANNOTATIONS);
  return {
    ...node,
    metadata: { ...metadata, annotations },
    status: filledIn(
      { ...status, conditions, nodeInfo: filledIn(partOf(node, 'status', 'nodeInfo'), nodeInfo(name)) },
      { addresses: addressesOf(name), daemonEndpoints: { kubeletEndpoint: { Port: 10250 } } },
    ),
  };
}

/** The Lease that the node's kubelet renews every ten seconds for as long as it can. */
export function nodeLease(node: Built, now: string): Built {
  const name = nameOf(node);
  const created = textOf(partOf(node, 'metadata')['creationTimestamp']);
  const ready = listOf(partOf(node, 'status')['conditions']).find((each) => each['type'] === 'Ready');
  const silent = ready?.['status'] === 'Unknown';
  // The node controller waits for 50 seconds of silence before it writes Unknown (node-monitor-grace-period).
  const renewed = silent ? before(textOf(ready['lastTransitionTime']), 50) : before(now, 4);
  const spec = { holderIdentity: name, leaseDurationSeconds: 40, renewTime: renewed.replace('Z', '.000000Z') };
  const identity = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', namespace: 'kube-node-lease', name, created };
  const owner = { apiVersion: 'v1', kind: 'Node', name, uid: partOf(node, 'metadata')['uid'] };
  return object(identity, { metadata: { ownerReferences: [owner] }, spec });
}

const NODE_ANNOTATIONS: Change = {
  'node.alpha.kubernetes.io/ttl': '0',
  'volumes.kubernetes.io/controller-managed-attach-detach': 'true',
};

function nameOf(node: Built): string {
  return textOf(partOf(node, 'metadata')['name']);
}

function heartbeatOf(condition: Change, now: string): string {
  return condition['status'] === 'Unknown' ? before(textOf(condition['lastTransitionTime']), 50) : before(now, 100);
}

function before(time: string, seconds: number): string {
  return new Date(Date.parse(time) - seconds * 1000).toISOString().replace('.000Z', 'Z');
}

function addressesOf(name: string): readonly Change[] {
  return [
    { address: nodeAddress(name), type: 'InternalIP' },
    { address: name, type: 'Hostname' },
  ];
}

function nodeInfo(name: string): Change {
  const id = digestOf(name);
  const uuid = (from: number): string =>
    id.slice(from, from + 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return {
    bootID: uuid(0),
    containerRuntimeVersion: 'containerd://2.1.4',
    kernelVersion: '6.8.0-85-generic',
    kubeProxyVersion: '',
    machineID: id.slice(0, 32),
    systemUUID: uuid(32),
  };
}
