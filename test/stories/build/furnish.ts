import { admittedPod } from './admitted-pod.ts';
import { object, type Built } from './build.ts';
import { helmOwned } from './helm-owned.ts';
import { listOf, partOf, textOf } from './json-parts.ts';
import { reportedEvent } from './reported-event.ts';
import { observed } from './observed.ts';
import { nodeLease, reportingNode } from './reporting-node.ts';
import { nodeAddress, runningPod } from './running-pod.ts';
import { storedWorkload } from './stored-workload.ts';

/**
 * The objects of a story as the API server has them: pods as it admits and the kubelet reports them, nodes with their
 * leases, events with their source. `now` is when it was looked at.
 */
export function reported(objects: readonly Built[], now: string): readonly Built[] {
  const pods = new Map(objects.filter(isKind('Pod')).map((pod) => [uidIn(pod), pod]));
  const hosts = new Map(objects.filter(isKind('Node')).map((node) => [nameOf(node), internalIp(node)]));
  const releases = new Map(
    objects.filter(isKind('HelmRelease')).map((each) => [placeOf(each).replace(/^HelmRelease./, ''), each]),
  );
  const installed = objects.map((each) => helmOwned(each, releases));
  const deployments = new Map(installed.filter(isKind('Deployment')).map((each) => [uidIn(each), each]));
  const newest = newestSets(installed, deployments);
  const stored = (each: Built): Built =>
    storedWorkload(each, { owner: deployments.get(ownerOf(each)), newest: newest.get(uidIn(each)) });
  const own = installed.map((each) => {
    if (WORKLOADS.includes(textOf(each['kind']))) return stored(each);
    if (each['kind'] === 'Pod') return runningPod(admittedPod(each), hostOf(each, hosts));
    if (each['kind'] === 'Node') return reportingNode(each, now);
    return each['kind'] === 'Event' ? reportedEvent(each, pods) : observed(each);
  });
  return withMissing(
    own,
    objects.filter(isKind('Node')).map((node) => nodeLease(node, now)),
  );
}

const WORKLOADS = ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job'];

/** The same with what every whole cluster holds besides: namespaces, what is in each of them, and the API server's Service. */
export function furnished(objects: readonly Built[], now: string): readonly Built[] {
  return withMissing(reported(objects, now), [...namespacesOf(objects).flatMap(namespaceParts), apiServerService()]);
}

function withMissing(present: readonly Built[], wanted: readonly Built[]): readonly Built[] {
  const places = new Set(present.map(placeOf));
  return [...present, ...wanted.filter((each) => !places.has(placeOf(each)))];
}

const BORN = '2025-10-01T07:55:00Z';
const SYSTEM_NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

function isKind(kind: string): (each: Built) => boolean {
  return (each) => each['kind'] === kind;
}

function nameOf(each: Built): string {
  return textOf(partOf(each, 'metadata')['name']);
}

/** The name of the ReplicaSet that has a Deployment's own revision, by the Deployment's uid. */
function newestSets(objects: readonly Built[], deployments: ReadonlyMap<string, Built>): ReadonlyMap<string, string> {
  const sets = objects.filter(isKind('ReplicaSet'));
  const current = sets.filter((set) => revisionOf(set) === revisionOf(deployments.get(ownerOf(set)) ?? {}));
  return new Map(current.map((set) => [ownerOf(set), nameOf(set)]));
}

function revisionOf(each: Built): string {
  return textOf(partOf(each, 'metadata', 'annotations')['deployment.kubernetes.io/revision']);
}

function uidIn(each: Built): string {
  return textOf(partOf(each, 'metadata')['uid']);
}

function ownerOf(each: Built): string {
  const owner = listOf(partOf(each, 'metadata')['ownerReferences']).find(({ controller }) => controller === true);
  return textOf(owner?.['uid']);
}

function placeOf(each: Built): string {
  return [textOf(each['kind']), textOf(partOf(each, 'metadata')['namespace']), nameOf(each)].join('/');
}

function internalIp(node: Built): string {
  const addresses = listOf(partOf(node, 'status')['addresses']);
  return textOf(addresses.find((each) => each['type'] === 'InternalIP')?.['address']) || nodeAddress(nameOf(node));
}

function hostOf(pod: Built, hosts: ReadonlyMap<string, string>): string {
  const name = textOf(partOf(pod, 'spec')['nodeName']);
  return hosts.get(name) ?? nodeAddress(name);
}

function namespacesOf(objects: readonly Built[]): readonly string[] {
  const used = objects.map((each) => textOf(partOf(each, 'metadata')['namespace'])).filter((name) => name !== '');
  return [...new Set([...SYSTEM_NAMESPACES, ...used])].sort();
}

/** The API server as pods reach it. */
function apiServerService(): Built {
  const identity = { apiVersion: 'v1', kind: 'Service', namespace: 'default', name: 'kubernetes', created: BORN };
  return object(identity, {
    metadata: { labels: { component: 'apiserver', provider: 'kubernetes' } },
    spec: {
      clusterIP: '10.96.0.1',
      clusterIPs: ['10.96.0.1'],
      internalTrafficPolicy: 'Cluster',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }],
      sessionAffinity: 'None',
      type: 'ClusterIP',
    },
    status: { loadBalancer: {} },
  });
}

/** What controllers put into every namespace: the account that pods run under, and the certificate they trust. */
function namespaceParts(name: string): readonly Built[] {
  const inside = (kind: string, called: string) => ({
    apiVersion: 'v1',
    kind,
    namespace: name,
    name: called,
    created: BORN,
  });
  return [
    object(
      { apiVersion: 'v1', kind: 'Namespace', namespace: null, name, created: BORN },
      {
        metadata: { labels: { 'kubernetes.io/metadata.name': name } },
        spec: { finalizers: ['kubernetes'] },
        status: { phase: 'Active' },
      },
    ),
    object(inside('ServiceAccount', 'default'), {}),
    object(inside('ConfigMap', 'kube-root-ca.crt'), {
      data: { 'ca.crt': '-----BEGIN CERTIFICATE-----\nZXhhbXBsZQ==\n-----END CERTIFICATE-----\n' },
    }),
  ];
}
