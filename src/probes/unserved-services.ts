import type { Probe } from '../model/probe.ts';
import { entry, field, list, nameOf, record } from './read.ts';

/**
 * Services that choose pods which nothing here can make. Before Flux 2.8 a release keeps no list of what it applied, so a
 * Service that is left over is the witness of a workload that somebody deleted.
 */
export const unservedServices: Probe = {
  name: 'unserved-services',
  computes: 'Which Services have no endpoint, and no workload whose pods they would choose.',
  params: {
    services: { is: 'list', means: 'the Services in question' },
    slices: { is: 'list', means: 'the EndpointSlices of their namespace' },
    workloads: { is: 'list', means: 'every Deployment, StatefulSet and DaemonSet of their namespace' },
  },
  returns: {
    services: 'the Services that nothing serves',
    names: 'their names',
  },
  run({ services, slices, workloads }) {
    if (!Array.isArray(services) || !Array.isArray(slices) || !Array.isArray(workloads)) return undefined;
    const unserved = list(services).filter(
      (service) => hasSelector(service) && !hasEndpoint(service, slices) && !hasWorkload(service, workloads),
    );
    return { services: unserved, names: unserved.map(nameOf) };
  },
};

/** Without a selector somebody else writes the endpoints. */
function hasSelector(service: unknown): boolean {
  return Object.keys(record(field(service, 'spec.selector'))).length > 0;
}

function hasEndpoint(service: unknown, slices: readonly unknown[]): boolean {
  return slices.some(
    (slice) =>
      entry(field(slice, 'metadata.labels'), 'kubernetes.io/service-name') === nameOf(service) &&
      list(field(slice, 'endpoints')).length > 0,
  );
}

/** A workload at zero replicas counts: somebody may want it so. */
function hasWorkload(service: unknown, workloads: readonly unknown[]): boolean {
  const wanted = Object.entries(record(field(service, 'spec.selector')));
  return workloads.some((workload) => {
    const labels = field(workload, 'spec.template.metadata.labels');
    return wanted.every(([key, value]) => entry(labels, key) === value);
  });
}
