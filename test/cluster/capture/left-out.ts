import { at, textAt } from '../plane/manifest.ts';

/** Kinds that a capture leaves out, by full name, and why nobody misses them. What no capture knows is said in `omitted`. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  componentstatuses: 'deprecated; the API server makes them up',
  'controllerrevisions.apps': 'a copy of what is in the workload',
  endpoints: 'the EndpointSlices say the same',
  'events.events.k8s.io': 'the same objects as events',
  'flowschemas.flowcontrol.apiserver.k8s.io': 'how the API server shares itself out',
  'ipaddresses.networking.k8s.io': 'book-keeping of the addresses of Services',
  'prioritylevelconfigurations.flowcontrol.apiserver.k8s.io': 'how the API server shares itself out',
  'servicecidrs.networking.k8s.io': 'book-keeping of the addresses of Services',
};

/** Whether a kind is read at all; kwok's own kinds are no part of a cluster. */
export function isKindKept({ plural, group }: { readonly plural: string; readonly group: string }): boolean {
  return group !== KWOK && LEFT_OUT[group === '' ? plural : `${plural}.${group}`] === undefined;
}

/**
 * Whether an object is kept. Out: the roles that every API server makes for itself, the leases of its parts (those of
 * nodes stay), the certificate that each namespace holds a copy of, the definitions of the simulated kubelet, and the APIs
 * that the API server answers for itself, which show in discovery.
 */
export function isObjectKept(object: unknown): boolean {
  const [kind, namespace, name] = [textAt(object, 'kind'), textAt(object, 'metadata.namespace'), nameOf(object)];
  if (kind === 'Lease') return namespace === 'kube-node-lease';
  if (kind === 'ConfigMap') return name !== 'kube-root-ca.crt' && namespace !== 'kube-system';
  if (kind === 'CustomResourceDefinition') return !name.endsWith(`.${KWOK}`);
  if (kind === 'APIService') return at(object, 'spec.service') !== undefined;
  if (kind.startsWith('Role') || kind.startsWith('ClusterRole')) return !isBootstrap(object);
  return true;
}

const KWOK = 'kwok.x-k8s.io';

function nameOf(object: unknown): string {
  return textAt(object, 'metadata.name');
}

function isBootstrap(object: unknown): boolean {
  const labels = at(object, 'metadata.labels');
  return typeof labels === 'object' && labels !== null && 'kubernetes.io/bootstrapping' in labels;
}
