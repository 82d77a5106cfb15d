import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { compareText, entry, field, list, nameOf, namespaceOf, record, text } from './read.ts';

/** Where a cluster is reached for a host, as the objects in front of some workloads say in their status. */
export const frontDoors: Probe = {
  name: 'front-doors',
  computes: 'The addresses of the Ingresses, load balancers and Gateways of a cluster that stand in front of a host.',
  params: {
    host: { is: 'text', means: 'the host, perhaps with a star in front' },
    workloads: { is: 'list', means: 'the Deployments and StatefulSets that it leads to' },
    ingresses: { is: 'list', means: 'the Ingresses' },
    services: { is: 'list', means: 'the Services' },
    gateways: { is: 'list', optional: true, means: 'the Gateways' },
  },
  returns: {
    doors: 'these objects (list)',
    names: 'KIND NAMESPACE/NAME of each, as one line',
    addresses: 'their IP addresses, each once (list)',
    hostnames: 'their host names, each once (list)',
    waiting: 'those of them that have no address yet, as one line',
  },
  run: readDoors,
};

function readDoors({ host, workloads, ingresses, services, gateways }: ProbeArgs): ProbeResult | undefined {
  if (!Array.isArray(ingresses) || !Array.isArray(services) || !Array.isArray(workloads)) return undefined;
  const wanted = text(host).toLowerCase();
  const doors = [
    ...list(ingresses).filter((each) => list(field(each, 'spec.rules')).some((rule) => takes(rule, 'host', wanted))),
    ...list(services).filter((each) => isBalancer(each) && list(workloads).some((one) => chooses(each, one))),
    ...list(gateways).filter((each) =>
      list(field(each, 'spec.listeners')).some((one) => takes(one, 'hostname', wanted)),
    ),
  ];
  const points = doors.flatMap(pointsOf);
  return {
    doors,
    names: namesOf(doors),
    addresses: distinct(points.filter(isAddress)),
    hostnames: distinct(points.filter((point) => !isAddress(point))),
    waiting: namesOf(doors.filter((door) => pointsOf(door).length === 0)),
  };
}

/** The very host, or a star that stands for its first label. */
function takes(rule: unknown, key: string, wanted: string): boolean {
  const own = text(entry(rule, key)).toLowerCase();
  return (
    own !== '' && (own === wanted || (own.startsWith('*.') && wanted.split('.').slice(1).join('.') === own.slice(2)))
  );
}

function isBalancer(service: unknown): boolean {
  return field(service, 'spec.type') === 'LoadBalancer';
}

function chooses(service: unknown, workload: unknown): boolean {
  const selector = Object.entries(record(field(service, 'spec.selector')));
  const labels = field(workload, 'spec.template.metadata.labels');
  const isNear = namespaceOf(service) === namespaceOf(workload);
  return isNear && selector.length > 0 && selector.every(([key, value]) => entry(labels, key) === value);
}

/** Ingress and Service: `status.loadBalancer.ingress`; Gateway: `status.addresses`. */
function pointsOf(door: unknown): readonly string[] {
  const balancer = list(field(door, 'status.loadBalancer.ingress'));
  const own = balancer.map((each) => text(entry(each, 'ip')) || text(entry(each, 'hostname')));
  const gateway = list(field(door, 'status.addresses')).map((each) => text(entry(each, 'value')));
  return [...own, ...gateway].filter((point) => point !== '');
}

function isAddress(point: string): boolean {
  return /^[\d.]+$/.test(point) || point.includes(':');
}

function namesOf(doors: readonly unknown[]): string {
  return distinct(doors.map((door) => `${text(entry(door, 'kind'))} ${namespaceOf(door)}/${nameOf(door)}`)).join(', ');
}

function distinct(all: readonly string[]): readonly string[] {
  return [...new Set(all)].toSorted(compareText);
}
