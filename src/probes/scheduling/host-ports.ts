import { compareText, entry, field, list, nameOf, num, text } from '../read.ts';
import { isSidecar } from './effective-request.ts';
import { grouped } from './grouped.ts';
import type { Neighbour } from './neighbours.ts';
import { podKey } from './pods.ts';

/** A port of a node that two pods want. */
export interface PortConflict {
  /** `9100/TCP`. */
  readonly port: string;
  /** `namespace/name` of the pod that holds it. */
  readonly pod: string;
}

interface HostPort {
  readonly port: number;
  readonly protocol: string;
  readonly ip: string;
}

const ANY = '0.0.0.0';

/**
 * Which pods hold a port of a node that this pod wants (`HostPortInfo.CheckConflict`, scheduler framework; NodePorts
 * plugin): the same number and protocol, on the same address or where either wants every address.
 */
export function portFilter(pod: unknown, neighbours: readonly Neighbour[]): (node: unknown) => readonly PortConflict[] {
  const wanted = hostPorts(pod);
  if (wanted.length === 0) return () => [];
  const held = grouped(
    neighbours.flatMap((each) => hostPorts(each.pod).map((port) => ({ port, ...each }))),
    ({ node }) => nameOf(node),
  );
  return (node) =>
    wanted.flatMap((port) =>
      (held.get(nameOf(node)) ?? [])
        .filter((each) => collide(port, each.port))
        .map((each) => ({ port: `${port.port}/${port.protocol}`, pod: podKey(each.pod) }))
        .toSorted((a, b) => compareText(a.pod, b.pod)),
    );
}

/** The ports of containers and sidecars; on the node's own network every declared port is one of the node's. */
function hostPorts(pod: unknown): readonly HostPort[] {
  const onHost = field(pod, 'spec.hostNetwork') === true;
  const containers = [
    ...list(field(pod, 'spec.containers')),
    ...list(field(pod, 'spec.initContainers')).filter(isSidecar),
  ];
  return containers
    .flatMap((container) => list(entry(container, 'ports')))
    .map((port) => ({
      port: num(entry(port, 'hostPort')) ?? (onHost ? num(entry(port, 'containerPort')) : undefined) ?? 0,
      protocol: text(entry(port, 'protocol')) || 'TCP',
      ip: text(entry(port, 'hostIP')) || ANY,
    }))
    .filter(({ port }) => port > 0);
}

function collide(a: HostPort, b: HostPort): boolean {
  const isSameAddress = a.ip === b.ip || a.ip === ANY || b.ip === ANY;
  return a.port === b.port && a.protocol === b.protocol && isSameAddress;
}
