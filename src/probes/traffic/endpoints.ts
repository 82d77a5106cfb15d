import { entry, field, list, nameOf, num, text } from '../read.ts';
import { portsOf, type ServicePort } from './service-port.ts';

/** One address of a Service, as its EndpointSlices have it. */
export interface Endpoint {
  readonly address: string;
  /** Whether traffic is sent there because something answers, not only because not-ready addresses are published. */
  readonly ready: boolean;
  /** The pod that it is said to be; empty without one. */
  readonly pod: string;
  readonly node: string;
  /** The ports of its slice by name; one that stands for nothing is left out. */
  readonly ports: ReadonlyMap<string, number>;
  /** Whether it has a port for everything: a headless Service may name none. */
  readonly anyPort: boolean;
}

/**
 * The addresses of a Service. Where `publishNotReadyAddresses` is set every one is `ready`, and `serving` tells which are
 * (EndpointConditions, discovery/v1; `podToEndpoint`, k8s.io/endpointslice). No condition at all means ready.
 */
export function endpointsOf(service: unknown, slices: readonly unknown[]): readonly Endpoint[] {
  const publishes = field(service, 'spec.publishNotReadyAddresses') === true;
  const own = slices.filter((slice) => isOf(slice, service));
  return own.flatMap((slice) => {
    const ports = portsOfSlice(slice);
    const anyPort = portsOf(service).length === 0;
    return list(entry(slice, 'endpoints')).map((each) => ({
      address: text(list(entry(each, 'addresses'))[0]),
      ready: isReady(entry(each, 'conditions'), publishes),
      pod: text(field(each, 'targetRef.kind')) === 'Pod' ? text(field(each, 'targetRef.name')) : '',
      node: text(entry(each, 'nodeName')),
      ports,
      anyPort,
    }));
  });
}

/** Whether an address can be reached on a port of the Service. */
export function serves({ ready, ports, anyPort }: Endpoint, port: ServicePort): boolean {
  return ready && (anyPort || ports.has(port.name));
}

function isOf(slice: unknown, service: unknown): boolean {
  return (
    text(entry(field(slice, 'metadata.labels'), 'kubernetes.io/service-name')) === nameOf(service) &&
    field(slice, 'metadata.namespace') === field(service, 'metadata.namespace')
  );
}

function portsOfSlice(slice: unknown): ReadonlyMap<string, number> {
  const pairs = list(entry(slice, 'ports')).flatMap((port) => {
    const number = num(entry(port, 'port'));
    return number === undefined ? [] : [[text(entry(port, 'name')), number] as const];
  });
  return new Map(pairs);
}

function isReady(conditions: unknown, publishes: boolean): boolean {
  if (entry(conditions, 'ready') === false) return false;
  return !publishes || entry(conditions, 'serving') !== false;
}
