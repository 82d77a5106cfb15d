import { entry, field, list, record } from '../read.ts';

const TOLERATED = ['disk-pressure', 'memory-pressure', 'pid-pressure', 'unschedulable'];

/**
 * The pod that a workload makes from a template: in the workload's namespace and, for a DaemonSet, with the tolerations
 * that its controller adds (`AddOrUpdateDaemonPodTolerations`, daemonset_util.go).
 */
export function podFromTemplate(workload: unknown, template: unknown): Readonly<Record<string, unknown>> {
  const metadata = { ...record(field(template, 'metadata')), namespace: field(workload, 'metadata.namespace') };
  const spec = record(field(template, 'spec'));
  if (entry(workload, 'kind') !== 'DaemonSet') return { metadata, spec };
  return { metadata, spec: { ...spec, tolerations: [...list(spec['tolerations']), ...daemonTolerations(spec)] } };
}

function daemonTolerations(spec: Readonly<Record<string, unknown>>): readonly unknown[] {
  const pressures = spec['hostNetwork'] === true ? [...TOLERATED, 'network-unavailable'] : TOLERATED;
  return [
    ...['not-ready', 'unreachable'].map((key) => toleration(key, 'NoExecute')),
    ...pressures.map((key) => toleration(key, 'NoSchedule')),
  ];
}

function toleration(key: string, effect: string): unknown {
  return { key: `node.kubernetes.io/${key}`, operator: 'Exists', effect };
}
