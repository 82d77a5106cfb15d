import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { compareText, entry, field, fullName, list, nameOf, namespaceOf, text } from './read.ts';
import { wouldChoose } from './traffic/candidates.ts';
import { endpointsOf, serves } from './traffic/endpoints.ts';
import { declaredPorts, portsOf } from './traffic/service-port.ts';

/** Which of many Services are worth a look of their own: from lists that are asked for once, however many Services there are. */
export const servicesInTrouble: Probe = {
  name: 'services-in-trouble',
  computes:
    'The Services with a port that nobody answers on, without the address they wait for, or with a doubtful port.',
  params: {
    services: { is: 'list', means: 'The Services.' },
    slices: { is: 'list', means: 'The EndpointSlices of the same namespaces.' },
    workloads: { is: 'list', means: 'The Deployments, StatefulSets and DaemonSets of the same namespaces.' },
    nodes: { is: 'list', optional: true, means: 'Nodes that load balancers leave out.' },
    workload: { is: 'object', optional: true, means: 'Only Services that lead to the pods of this workload.' },
  },
  returns: {
    services: 'Those in trouble, in order of their names.',
    looked: 'How many were looked at.',
    names: 'These as NAMESPACE/NAME.',
    count: 'How many are in trouble.',
  },
  run: sift,
};

function sift({ services, slices, workloads, nodes, workload }: ProbeArgs): ProbeResult | undefined {
  if (!Array.isArray(services) || !Array.isArray(slices) || !Array.isArray(workloads)) return undefined;
  const bySlices = groupByService(slices);
  const near = groupByNamespace(workloads);
  const leftOut = new Set(list(nodes).map(nameOf));
  const wanted = list(services).filter((service) => workload === undefined || leadsTo(service, workload));
  const troubled = wanted.filter(
    (service) =>
      isUnserved(service, bySlices.get(fullName(service)) ?? []) ||
      isPending(service) ||
      isLeftOut(service, bySlices.get(fullName(service)) ?? [], leftOut) ||
      isDoubtful(service, near.get(namespaceOf(service)) ?? []),
  );
  return {
    services: troubled.toSorted((a, b) => compareText(fullName(a), fullName(b))),
    looked: wanted.length,
    names: wanted.map(fullName),
    count: troubled.length,
  };
}

/** What a Service misses by a label it was meant to lead to, so one of the workload's own name counts. */
function leadsTo(service: unknown, workload: unknown): boolean {
  if (namespaceOf(service) !== namespaceOf(workload)) return false;
  return wouldChoose(service, workload) || nameOf(service) === nameOf(workload);
}

function groupByService(slices: readonly unknown[]): ReadonlyMap<string, readonly unknown[]> {
  const name = (slice: unknown): string =>
    `${namespaceOf(slice)}/${text(entry(field(slice, 'metadata.labels'), 'kubernetes.io/service-name'))}`;
  return group(slices, name);
}

function groupByNamespace(objects: readonly unknown[]): ReadonlyMap<string, readonly unknown[]> {
  return group(objects, namespaceOf);
}

function group(objects: readonly unknown[], by: (object: unknown) => string): ReadonlyMap<string, readonly unknown[]> {
  const groups = new Map<string, unknown[]>();
  for (const object of objects) {
    const key = by(object);
    const one = groups.get(key);
    if (one === undefined) groups.set(key, [object]);
    else one.push(object);
  }
  return groups;
}

/** A name of another place has no addresses; who publishes addresses that are not ready asks nobody to wait for them. */
function isUnserved(service: unknown, slices: readonly unknown[]): boolean {
  if (field(service, 'spec.type') === 'ExternalName') return false;
  const endpoints = endpointsOf(service, slices);
  if (endpoints.length > 0 && field(service, 'spec.publishNotReadyAddresses') === true) return false;
  if (!endpoints.some(({ ready }) => ready)) return true;
  return portsOf(service).some((port) => !endpoints.some((endpoint) => serves(endpoint, port)));
}

function isPending(service: unknown): boolean {
  return (
    field(service, 'spec.type') === 'LoadBalancer' && list(field(service, 'status.loadBalancer.ingress')).length === 0
  );
}

/** With the external policy Local, traffic from outside reaches pods only over their own nodes. */
function isLeftOut(service: unknown, slices: readonly unknown[], leftOut: ReadonlySet<string>): boolean {
  if (field(service, 'spec.externalTrafficPolicy') !== 'Local' || leftOut.size === 0) return false;
  const ready = endpointsOf(service, slices).filter((each) => each.ready);
  return ready.length > 0 && ready.every(({ node }) => leftOut.has(node));
}

/** A number that the containers do not declare, beside others that they do; or several workloads behind one Service. */
function isDoubtful(service: unknown, workloads: readonly unknown[]): boolean {
  const behind = workloads.filter((workload) => wouldChoose(service, workload));
  const declared = behind.flatMap((workload) => declaredPorts(field(workload, 'spec.template')));
  const strays = portsOf(service).some(
    ({ target }) => declared.length > 0 && !declared.some(({ name, number }) => target === number || target === name),
  );
  return strays || (behind.length > 1 && portsOf(service).some(({ target }) => typeof target === 'string'));
}
